import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKernelMemory, loadKernels } from './load.ts';
import { resizePixels, resizeScratchBytes } from './pixels.ts';

const memory = createKernelMemory(8 * 2 ** 20);
const all = new Uint8Array(memory.buffer);
const builds = [loadKernels(memory, { simd: true }), loadKernels(memory, { simd: false })];

/** Bytes without a pattern. */
const noise = (length: number) =>
  Uint8Array.from({ length }, (_, i) => ((i * 2654435761) >>> 13) ^ (i >>> 3));

describe('blendPairs', () => {
  it.each([
    [7, 5],
    [64, 3],
    [1, 1],
    [2, 9],
  ])('mixes %i x %i pairs as resizing a picture twice as large does, in both builds', (width, height) => {
    const source = 64;
    const bytes = noise(width * height * 12);
    const out = source + bytes.length;
    const expected = out + width * height * 3 + 64;
    const scratch = expected + width * height * 3 + 64;
    all.set(bytes, source);
    const half = 1024 | (1024 << 16);
    const weights = (scratch + 65536) & ~3;
    new Uint32Array(memory.buffer, weights, width + height).fill(half);
    for (const kernels of builds) {
      const size = { width, height };
      const from = { at: source, stride: width * 6, width: width * 2, height: height * 2 };
      resizePixels(kernels, from, { at: expected, stride: width * 3, ...size }, 3, scratch);
      expect(resizeScratchBytes(kernels, width, 3)).toBeLessThan(65536);
      all.fill(0xa5, out, out + width * height * 3 + 32);
      kernels.blendPairs(source, width, height, weights, weights + width * 4, out);
      const length = width * height * 3;
      expect(all.slice(out, out + length)).toEqual(all.slice(expected, expected + length));
      expect(all.subarray(out + length, out + length + 32).every((byte) => byte === 0xa5)).toBe(true);
    }
  });
});

describe('bgrToHsv', () => {
  it.each(builds)('equals OpenCV on every colour', (kernels) => {
    // SHA-256 of the planes of cv2.cvtColor(COLOR_BGR2HSV), OpenCV 5.0.0, one set of planes for each blue
    const hash = createHash('sha256');
    const [source, out] = [0, 65536 * 4];
    for (let blue = 0; blue < 256; blue++) {
      for (let i = 0; i < 65536; i++) {
        all[source + i * 3] = blue;
        all[source + i * 3 + 1] = i >> 8;
        all[source + i * 3 + 2] = i & 255;
      }
      kernels.bgrToHsv(source, 65536, out);
      hash.update(all.slice(out, out + 65536 * 3));
    }
    expect(hash.digest('hex')).toBe('ee4df3777076015baa08df0269ae9c7c202aff8a5692409d79b8a5b4ce01cb7e');
  });
});

describe('sumDifferences', () => {
  it.each([0, 1, 15, 16, 17, 36864])('sums %i absolute differences exactly', (count) => {
    const [a, b] = [3, 100_001];
    all.set(noise(count), a);
    all.set(noise(count).reverse(), b);
    let expected = 0;
    for (let i = 0; i < count; i++) expected += Math.abs((all[a + i] ?? 0) - (all[b + i] ?? 0));
    for (const kernels of builds) expect(kernels.sumDifferences(a, b, count)).toBe(expected);
  });
});

describe('sumCells', () => {
  it.each([
    [256, 144, 3, 1, 144, 32, 18],
    [171, 256, 1, 1, 256, 18, 32],
    [640, 359, 1, 1, 144, 32, 18],
    [333, 270, 1, 2, 144, 32, 18],
    [61, 90, 3, 1, 72, 32, 18],
    [37, 19, 1, 2, 19, 32, 18],
    [3, 2, 1, 1, 2, 6, 4],
  ])(
    'adds up %i x %i pixels of %i samples of %i bytes, by %i rows, in %i x %i cells',
    (width, height, channels, bytes, picked, columns, rows) => {
      const picture = noise(width * height * channels * bytes);
      const [source, scratch, out] = [0, 400_000, 500_000];
      all.set(picture, source);
      const samples = bytes === 1 ? picture : new Uint16Array(picture.buffer);
      const share = (i: number, side: number, cells: number) => {
        const from = Math.floor((i * side) / cells);
        const end = Math.max(from + 1, Math.floor(((i + 1) * side) / cells));
        return Array.from({ length: end - from }, (_, k) => from + k);
      };
      // swscale's 16.16 steps
      const step = Math.floor((height * 65536 + Math.floor(picked / 2)) / picked);
      const rowOf = (i: number) =>
        picked < height ? Math.floor((Math.floor(step / 2) + i * step) / 65536) : i;
      const expected = new Uint32Array(columns * rows * channels);
      for (let i = 0; i < expected.length; i++) {
        const cell = Math.floor(i / channels);
        for (const y of share(Math.floor(cell / columns), picked, rows)) {
          for (const x of share(cell % columns, width, columns)) {
            const at = (rowOf(y) * width + x) * channels + (i % channels);
            expected[i] = (expected[i] ?? 0) + (samples[at] ?? 0);
          }
        }
      }
      for (const kernels of builds) {
        const stride = width * channels * bytes;
        const wide = bytes === 2 ? 1 : 0;
        kernels.sumCells(
          ...([source, stride, width, height, channels, wide, picked, columns, rows, scratch, out] as const),
        );
        expect(new Uint32Array(memory.buffer, out, expected.length).slice()).toEqual(expected);
      }
    },
  );
});
