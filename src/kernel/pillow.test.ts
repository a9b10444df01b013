import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKernelMemory, loadKernels } from './load.ts';
import golden from './pillow.golden.json' with { type: 'json' };
import { type PillowFilter, pillowScratchBytes, resizeAsPillow } from './pillow.ts';

const memory = createKernelMemory(24 * 2 ** 20);
const all = new Uint8Array(memory.buffer);
const builds = [loadKernels(memory, { simd: true }), loadKernels(memory, { simd: false })];

interface Case {
  readonly in_w: number;
  readonly in_h: number;
  readonly out_w: number;
  readonly out_h: number;
}

/** Resizes in both builds, with rows padded by `gap` bytes; checks that nothing is written beside output and scratch. */
function resized(c: Case, source: Uint8Array, filter: PillowFilter, gap = 5): Uint8Array {
  const stride = c.in_w * 3 + gap;
  for (let y = 0; y < c.in_h; y++)
    all.set(source.subarray(y * c.in_w * 3, (y + 1) * c.in_w * 3), 1 + y * stride);
  const out = 1 + stride * c.in_h;
  const length = c.out_w * c.out_h * 3;
  const scratch = (out + length + 64) & ~15;
  const from = { at: 1, stride, width: c.in_w, height: c.in_h };
  const to = { at: out, stride: c.out_w * 3, width: c.out_w, height: c.out_h };
  const [simd, scalar] = builds.map((kernels) => {
    const end = scratch + pillowScratchBytes(kernels, from, to, filter);
    all.fill(0xa5, out, end + 32);
    resizeAsPillow(kernels, from, to, filter, scratch);
    expect(all.subarray(out + length, scratch).every((byte) => byte === 0xa5)).toBe(true);
    expect(all.subarray(end, end + 32).every((byte) => byte === 0xa5)).toBe(true);
    return all.slice(out, out + length);
  });
  if (!simd || !scalar) throw new Error('no kernels');
  expect(Buffer.from(simd).equals(scalar), 'both builds give the same bytes').toBe(true);
  return simd;
}

/** The recipe in plain numbers: Pillow's Resample.c for 8 bits. */
function reference(c: Case, source: Uint8Array, filter: PillowFilter): Uint8Array {
  const weigh = (distance: number) => {
    const x = Math.abs(distance);
    if (filter === 'bilinear') return Math.max(0, 1 - x);
    if (x < 1) return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  };
  const along = (
    bytes: Uint8Array,
    lines: number,
    size: number,
    outSize: number,
    at: (l: number, i: number, n: number) => number,
  ) => {
    const out = new Uint8Array(lines * outSize * 3);
    const scale = size / outSize;
    const support = Math.max(scale, 1) * (filter === 'bicubic' ? 2 : 1);
    for (let i = 0; i < outSize; i++) {
      const center = (i + 0.5) * scale;
      const first = Math.max(0, Math.trunc(center - support + 0.5));
      const end = Math.min(size, Math.trunc(center + support + 0.5));
      const parts = Array.from({ length: end - first }, (_, j) =>
        weigh((j + first - center + 0.5) / Math.max(scale, 1)),
      );
      const sum = parts.reduce((a, b) => a + b, 0);
      const weights = parts.map((w) => Math.trunc((w / sum) * 4194304 + (w < 0 ? -0.5 : 0.5)));
      for (let line = 0; line < lines; line++) {
        for (let k = 0; k < 3; k++) {
          const total = weights.reduce(
            (a, w, j) => a + w * (bytes[at(line, first + j, size) * 3 + k] ?? 0),
            2097152,
          );
          out[at(line, i, outSize) * 3 + k] = Math.min(255, Math.max(0, Math.floor(total / 4194304)));
        }
      }
    }
    return out;
  };
  const rows = along(source, c.in_h, c.in_w, c.out_w, (line, i, size) => line * size + i);
  return along(rows, c.out_w, c.in_h, c.out_h, (line, i) => i * c.out_w + line);
}

const noise = (length: number) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 23) & 255);
const name = (c: Case) => `${c.in_w}x${c.in_h} to ${c.out_w}x${c.out_h}`;

describe.each(['bicubic', 'bilinear'] as const)('resizeAsPillow, %s', (filter) => {
  it.each(golden.cases.map((c) => [name(c), c] as const))('%s equals Pillow', (_, c) => {
    const out = resized(c, Buffer.from(c.in, 'base64'), filter);
    expect(Buffer.from(out).toString('base64')).toBe(c[filter]);
  });

  it.each([
    [640, 360, 64, 64],
    [100, 700, 48, 32],
    [33, 17, 160, 96],
    [1, 1, 16, 16],
    [2, 300, 16, 32],
    [211, 3, 32, 16],
    [64, 64, 64, 64],
  ])('%i x %i to %i x %i equals the recipe', (in_w, in_h, out_w, out_h) => {
    const c = { in_w, in_h, out_w, out_h };
    const source = noise(in_w * in_h * 3).map((value, i) => (i % 7 < 3 ? (value & 1) * 255 : value));
    const expected = reference(c, source, filter);
    for (const gap of [0, 5])
      expect(Buffer.from(resized(c, source, filter, gap)).equals(expected)).toBe(true);
  });

  it.each(golden.hashes.map((c) => [name(c), c] as const))('%s has the hash of what Pillow makes', (_, c) => {
    const out = resized(c, noise(c.in_w * c.in_h * 3), filter, 0);
    expect(createHash('sha256').update(out).digest('hex')).toBe(c[filter]);
  });

  it('leaves pixels alone where the size stays', () => {
    const source = noise(37 * 11 * 3);
    expect(resized({ in_w: 37, in_h: 11, out_w: 37, out_h: 11 }, source, filter)).toEqual(source);
  });
});
