import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type PumpWorker, pumpPictures } from './picture-pump.ts';

const SIZE = 40;
const picture = (number: number) => Buffer.alloc(SIZE, number + 1);

/** Pumps bytes in pieces through workers that note what they got; gives it by sequence number. */
async function pump(bytes: Buffer, piece: number, container: 'rawvideo' | 'yuv4mpegpipe', count: number) {
  const got = new Map<number, string>();
  let working = 0;
  let most = 0;
  const header = container === 'rawvideo' ? 0 : 6;
  const workers: PumpWorker[] = Array.from({ length: count }, (_, place) => {
    const incoming = new Uint8Array(header + SIZE);
    return {
      incoming,
      measure: async (sequence) => {
        most = Math.max(most, ++working);
        await new Promise((resolve) => setTimeout(resolve, (place * 7 + sequence * 3) % 5));
        got.set(sequence, Buffer.from(incoming.subarray(header)).toString('hex'));
        working--;
      },
    };
  });
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.subarray(i * piece, (i + 1) * piece),
  );
  await pumpPictures(Readable.from(pieces), container, workers, () => {});
  return { got, most };
}

const expected = (count: number) =>
  new Map(Array.from({ length: count }, (_, i) => [i, picture(i).toString('hex')]));
const sorted = (map: Map<number, string>) => new Map([...map].sort(([a], [b]) => a - b));

describe('pumpPictures', () => {
  it.each([1, 3, 40, 41, 1000])(
    'gives each raw picture to one worker whole, from pieces of %i bytes',
    async (piece) => {
      const bytes = Buffer.concat(Array.from({ length: 12 }, (_, i) => picture(i)));
      const { got, most } = await pump(bytes, piece, 'rawvideo', 3);
      expect(sorted(got)).toEqual(expected(12));
      expect(most).toBeLessThanOrEqual(3);
    },
  );

  it.each([1, 7, 1000])('reads past the headers of yuv4mpegpipe, in pieces of %i bytes', async (piece) => {
    const frames = Array.from({ length: 5 }, (_, i) => [Buffer.from('FRAME\n'), picture(i)]).flat();
    const bytes = Buffer.concat([Buffer.from('YUV4MPEG2 W8 H5 F25:1 Ip A1:1\n'), ...frames]);
    expect(sorted((await pump(bytes, piece, 'yuv4mpegpipe', 2)).got)).toEqual(expected(5));
  });

  it('takes a picture that is cut short as none', async () => {
    const bytes = Buffer.concat([picture(0), picture(1).subarray(0, SIZE - 1)]);
    expect((await pump(bytes, 16, 'rawvideo', 2)).got).toEqual(expected(1));
    expect((await pump(Buffer.alloc(0), 16, 'yuv4mpegpipe', 2)).got.size).toBe(0);
  });

  it('throws what a worker throws', async () => {
    const broken: PumpWorker = {
      incoming: new Uint8Array(SIZE),
      measure: () => Promise.reject(new Error('out of memory')),
    };
    const pipe = Readable.from([picture(0), picture(1), picture(2)]);
    await expect(pumpPictures(pipe, 'rawvideo', [broken], () => {})).rejects.toThrow('out of memory');
  });
});
