import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PacketLines, PacketList } from './packets.ts';

const CSV = ['-512,512,3021,K_', '0,512,88,__', 'N/A,N/A,90,_D', '', '1024,512,91,KD,side'].join('\n');

const rows = (list: PacketList) =>
  Array.from({ length: list.length }, (_, i) => [
    list.ptsAt(i),
    list.durationAt(i),
    list.sizeAt(i),
    list.isDiscarded(i),
  ]);

const read = (pieces: readonly string[]) => {
  const lines = new PacketLines();
  for (const piece of pieces) lines.push(piece);
  return rows(lines.end());
};

it('packets are read from the lines of ffprobe, whatever it leaves out', () => {
  expect(read([CSV])).toEqual([
    [-512, 512, 3021, false],
    [0, 512, 88, false],
    [Number.NaN, 0, 90, true],
    [1024, 512, 91, true],
  ]);
  expect(read([])).toEqual([]);
  expect(read(['1,1,1,_'])).toHaveLength(1);
});

it('it does not matter how the text is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(CSV.length), { maxLength: 8 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), CSV.length];
      const pieces = places.slice(1).map((end, i) => CSV.slice(places[i], end));
      expect(read(pieces)).toEqual(read([CSV]));
    }),
  );
});

it('a list holds any number of packets', () => {
  const packets = Array.from({ length: 5000 }, (_, i) => ({
    ...{ pts: i % 7 === 0 ? null : i * 2 ** 33, duration: i, size: i + 1, discarded: i % 3 === 0 },
  }));
  const list = PacketList.from(packets);
  expect(rows(list)).toEqual(
    packets.map(({ pts, duration, size, discarded }) => [pts ?? Number.NaN, duration, size, discarded]),
  );
  expect(list.sizeAt(5000)).toBeNaN();
});
