import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILDS, measureBytes, type TestFrame } from './measure-bytes.fixture.ts';
import type { RawMetrics } from './metrics.ts';
import { type Reference, referenceMetrics } from './metrics-reference.fixture.ts';

const gray = { pixelFormat: 'gray' } as const;

/** Raw values of both builds, which must be the same to the last bit. */
function measureBoth(frame: TestFrame): RawMetrics {
  const [simd, scalar] = BUILDS.map((kernels) => measureBytes(kernels, frame));
  expect(simd).toStrictEqual(scalar);
  if (!simd) throw new Error('no kernels');
  return simd;
}

function expectClose(actual: RawMetrics, expected: Reference): void {
  for (const name of ['sharpness', 'edge', 'mean', 'std', 'entropy'] as const) {
    expect(Math.abs(actual[name] - expected[name]), name).toBeLessThanOrEqual(1e-6 * expected[name] + 1e-9);
  }
  expect(actual.pixels).toBe(expected.pixels);
  expect(actual.previewPixels).toBe(expected.previewPixels);
}

function noise(length: number, seed: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** Limited-range luma at full range, from the definition. */
function expanded(y: number): number {
  return Math.min(255, Math.max(0, Math.floor(((y - 16) * 255) / 219 + 0.5)));
}

const sizes = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 9],
  [9, 1],
  [5, 8],
  [6, 7],
  [10, 15],
  [15, 5],
  [11, 11],
  [4, 4],
  [17, 9],
  [64, 36],
  [67, 41],
  [131, 30],
  [132, 66],
  [100, 103],
  [641, 11],
] as const;

describe('the metrics kernel', () => {
  it.each(sizes)(
    'agrees with the reference on %i x %i noise, both ranges, with and without a mask',
    (width, height) => {
      const bytes = noise(width * height, width * 1000 + height);
      const mask = noise(width * height, 7);
      const maskAt = (x: number, y: number) => mask[y * width + x] ?? 0;
      for (const range of ['full', 'limited'] as const) {
        const value = (y: number): number => (range === 'full' ? y : expanded(y));
        const plane = { width, height, at: (x: number, y: number) => value(bytes[y * width + x] ?? 0) };
        expectClose(measureBoth({ ...gray, width, height, range, bytes }), referenceMetrics(plane));
        const masked = referenceMetrics(plane, { width, height, at: maskAt });
        if (masked.pixels > 0)
          expectClose(measureBoth({ ...gray, width, height, range, bytes, mask }), masked);
      }
    },
  );

  it('agrees with the reference on any small picture and mask', () => {
    const picture = fc
      .record({ width: fc.integer({ min: 1, max: 45 }), height: fc.integer({ min: 1, max: 23 }) })
      .chain(({ width, height }) => {
        const plane = fc.uint8Array({ minLength: width * height, maxLength: width * height });
        return fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          bytes: plane,
          mask: plane,
        });
      });
    fc.assert(
      fc.property(picture, fc.boolean(), ({ width, height, bytes, mask }, masked) => {
        const plane = { width, height, at: (x: number, y: number) => bytes[y * width + x] ?? 0 };
        const maskPlane = { width, height, at: (x: number, y: number) => mask[y * width + x] ?? 0 };
        const expected = referenceMetrics(plane, masked ? maskPlane : undefined);
        if (expected.pixels === 0) return;
        expectClose(measureBoth({ ...gray, width, height, bytes, ...(masked && { mask }) }), expected);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['gray', 1],
    ['rgb24', 3],
  ] as const)('expands every luma value exactly (%s)', (pixelFormat, samples) => {
    for (let y = 0; y < 256; y++) {
      const bytes = new Uint8Array(40 * 8 * samples).fill(y);
      const full = measureBoth({ pixelFormat, width: 40, height: 8, range: 'full', bytes });
      expect(full).toMatchObject({ mean: y, std: 0, sharpness: 0, edge: 0, entropy: 0 });
      if (pixelFormat === 'rgb24') continue;
      // both preview paths: the value is seen by the filters next to a black half
      for (const height of [8, 9]) {
        const half = Uint8Array.from({ length: 40 * height }, (_, i) => (i % 40 < 20 ? y : 16));
        const plane = { width: 40, height, at: (x: number) => (x < 20 ? expanded(y) : 0) };
        expectClose(
          measureBoth({ pixelFormat, width: 40, height, range: 'limited', bytes: half }),
          referenceMetrics(plane),
        );
      }
    }
  });

  it('counts nothing under an empty mask and everything under a full one', () => {
    const frame = { ...gray, width: 61, height: 33, bytes: noise(61 * 33, 5) };
    expect(measureBoth({ ...frame, mask: new Uint8Array(61 * 33).fill(128) })).toMatchObject({
      pixels: 0,
      previewPixels: 0,
      sharpness: 0,
      edge: 0,
      mean: 0,
      std: 0,
      entropy: 0,
    });
    expect(measureBoth({ ...frame, mask: new Uint8Array(61 * 33).fill(129) })).toStrictEqual(
      measureBoth(frame),
    );
  });

  it('ignores what lies outside a plane, and chroma', () => {
    const luma = noise(48 * 20, 9);
    const bytes = new Uint8Array(48 * 20 * 1.5).fill(77);
    bytes.set(luma);
    const yuv = measureBoth({ pixelFormat: 'yuv420p', width: 48, height: 20, bytes });
    expect(yuv).toStrictEqual(measureBoth({ ...gray, width: 48, height: 20, bytes: luma }));
  });
});
