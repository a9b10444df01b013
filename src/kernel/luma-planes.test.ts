import { describe, expect, it } from 'vitest';
import { createKernelMemory, loadKernels } from './load.ts';

const memory = createKernelMemory(2 ** 20);
const bytes = new Uint8Array(memory.buffer);
const builds = [loadKernels(memory, { simd: true }), loadKernels(memory, { simd: false })];

/** Runs one conversion in both builds and returns the output, which must be the same. */
function inBoth(out: number, length: number, call: (kernels: (typeof builds)[number]) => void): number[] {
  const [simd, scalar] = builds.map((kernels) => {
    bytes.fill(0xa5, out, out + length + 32);
    call(kernels);
    expect([...bytes.subarray(out + length, out + length + 32)].every((byte) => byte === 0xa5)).toBe(true);
    return [...bytes.subarray(out, out + length)];
  });
  expect(simd).toEqual(scalar);
  return simd ?? [];
}

describe('luma16', () => {
  it.each([9, 10, 12, 14, 16])('rounds every %i-bit value to the nearest 8-bit one', (depth) => {
    const count = 2 ** depth;
    const out = count * 2;
    const samples = new Uint16Array(memory.buffer, 0, count);
    for (let i = 0; i < count; i++) samples[i] = i;
    // exact: all terms are integers below 2^53
    const rounded = (above: number, divisor: number): number =>
      Math.min(255, Math.floor((Math.max(0, above) * 510 + divisor) / (2 * divisor)));
    const unit = 2 ** (depth - 8);
    // 13 rows with a rest of fewer than 8 samples each
    const width = Math.floor(count / 13);
    const height = 13;
    for (const limited of [false, true]) {
      const value = (i: number): number =>
        limited ? rounded(i - 16 * unit, 219 * unit) : rounded(i, count - 1);
      const grays = inBoth(out, width * height, (k) =>
        k.luma16(0, width * 2, width, height, depth, limited ? 1 : 0, out, width),
      );
      expect(grays).toEqual(Array.from(grays, (_, i) => value(i)));
    }
    const last = inBoth(out, 16, (k) => k.luma16((count - 16) * 2, 32, 16, 1, depth, 1, out, 16));
    expect(last.every((gray) => gray === 255)).toBe(true);
  });
});

describe('grey of RGB', () => {
  const width = 67;
  const height = 5;
  const out = width * height * 6;

  it('is (9798 R + 19235 G + 3735 B + 16384) >> 15 of 8-bit values', () => {
    for (let i = 0; i < out; i++) bytes[i] = i < 30 ? 255 : Math.random() * 256;
    const source = [...bytes.subarray(0, width * height * 3)];
    const at = (i: number): number => source[i] ?? 0;
    const grays = inBoth(out, width * height, (k) => k.rgb24ToGrey(0, width * 3, width, height, out, width));
    expect(grays).toEqual(
      grays.map((_, i) => (9798 * at(3 * i) + 19235 * at(3 * i + 1) + 3735 * at(3 * i + 2) + 16384) >> 15),
    );
  });

  it('is rounded from 16 to 8 bits by 257', () => {
    const words = new Uint16Array(memory.buffer, 0, width * height * 3);
    for (let i = 0; i < words.length; i++) words[i] = i < 30 ? 65535 : Math.random() * 65536;
    const at = (i: number): number => words[i] ?? 0;
    const expected = Array.from({ length: width * height }, (_, i) => {
      const sum = 9798 * at(3 * i) + 19235 * at(3 * i + 1) + 3735 * at(3 * i + 2);
      return Math.floor(Math.floor((sum + 16384) / 32768) / 257 + 0.5);
    });
    const grays = inBoth(out, width * height, (k) => k.rgb48ToGrey(0, width * 6, width, height, out, width));
    expect(grays).toEqual(expected);
  });

  it('of 16-bit grey pixels is the nearest 8-bit value, for all 65536', () => {
    const words = new Uint16Array(memory.buffer, 0, 65536 * 3);
    for (let i = 0; i < words.length; i++) words[i] = Math.floor(i / 3);
    const at = 65536 * 6;
    const grays = inBoth(at, 65536, (k) => k.rgb48ToGrey(0, 1024 * 6, 1024, 64, at, 1024));
    expect(grays).toEqual(grays.map((_, v) => Math.floor(v / 257 + 0.5)));
  });
});
