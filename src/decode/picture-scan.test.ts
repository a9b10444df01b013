import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PacketCutter } from './picture-scan.ts';

it('a byte stream is cut at the sizes of the packets, however it arrives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 0, maxLength: 40 }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
      (packets, chunkSizes) => {
        const bytes = Buffer.concat(packets);
        const cutter = new PacketCutter((i) => packets[i]?.length ?? Number.NaN);
        const cut: string[] = [];
        const take = (packet: Buffer) => void cut.push(packet.toString('hex'));
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = chunkSizes[i % chunkSizes.length] ?? 1;
          cutter.push(bytes.subarray(at, at + size), take);
          at += size;
        }
        cutter.push(Buffer.alloc(0), take);
        expect(cut).toEqual(packets.map((packet) => Buffer.from(packet).toString('hex')));
        expect(cutter.count).toBe(packets.length);
      },
    ),
  );
});

it('bytes that are missing or too many are no packets', () => {
  const cutter = new PacketCutter((i) => (i < 2 ? 3 : Number.NaN));
  const cut: number[] = [];
  cutter.push(Buffer.alloc(5), (packet) => cut.push(packet.length));
  expect(cut).toEqual([3]);
  cutter.push(Buffer.alloc(9), (packet) => cut.push(packet.length));
  expect(cut).toEqual([3, 3]);
});
