import { describe, expect, it } from 'vitest';
import { createKernelMemory, loadKernels } from './load.ts';
import { type LumaSums, lumaScratchBytes, sumLuma } from './luma-sums.ts';

const memory = createKernelMemory(2 ** 21);
const all = new Uint8Array(memory.buffer);
const builds = [loadKernels(memory, { simd: true }), loadKernels(memory, { simd: false })];

describe('sumLuma', () => {
  it.each([
    [64, 32],
    [67, 31],
    [5, 3],
  ])('skips the padding of rows (%i x %i)', (width, height) => {
    const pixel = (x: number, y: number): number => (x * 37 + y * 91 + x * y) & 255;
    for (const kernels of builds) {
      const sums = (padding: number, masked: boolean): LumaSums => {
        const stride = width + padding;
        const mask = 64 + 2 * stride * height;
        const out = Math.ceil((mask + 2 * stride * height) / 8) * 8;
        const scratch = out + 2048;
        all.fill(255, 0, scratch + lumaScratchBytes(kernels, width, height, masked));
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            all[64 + y * stride + x] = pixel(x, y);
            all[mask + y * (stride + 3) + x] = pixel(y, x + 1);
          }
        }
        const luma = { at: 64, stride };
        const inside = masked ? { mask: { at: mask, stride: stride + 3 } } : {};
        return sumLuma(kernels, { luma, width, height, limited: true, scratch, out, ...inside });
      };
      expect(sums(13, false)).toStrictEqual(sums(0, false));
      expect(sums(13, true)).toStrictEqual(sums(0, true));
      expect(sums(0, false).histogram.reduce((a, b) => a + b, 0)).toBe(width * height);
    }
  });
});
