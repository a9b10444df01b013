import { describe, expect, it } from 'vitest';
import { convertToRgb } from './convert.ts';
import {
  builds,
  type Conversion,
  converted,
  convertedByFfmpeg,
  largestDifference,
  type MatrixName,
  memory,
} from './convert-ffmpeg.fixture.ts';
import { type FrameLayout, frameLayout, type SampleRange } from './frame-layout.ts';
import { LUMA_WEIGHTS, rgbCoefficients } from './matrix.ts';

const all = new Uint8Array(memory.buffer);

/**
 * Noise whose luma and chroma stay in the middle three quarters: beyond, swscale's 32-bit sums wrap round for some
 * illegal colours (blue becomes 0 near white), where the kernel saturates.
 */
function noise(layout: FrameLayout, seed: number): Uint8Array {
  const bytes = new Uint8Array(layout.bytes);
  const samples = layout.depth > 8 ? new Uint16Array(bytes.buffer) : bytes;
  let state = seed;
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    samples[i] = (0.06 + (0.78 * state) / 2 ** 32) * 2 ** layout.depth;
  }
  return bytes;
}

const formats = [
  'yuv420p',
  'yuv422p',
  'yuv444p',
  'yuv440p',
  'yuv411p',
  'yuv410p',
  'yuv420p10le',
  'yuv422p10le',
  'yuv444p12le',
  'yuv440p10le',
  'yuv420p16le',
];
const sizes = [
  [641, 359],
  [64, 36],
  [1, 1],
  [3, 3],
  [17, 9],
] as const;
const matrices: MatrixName[] = ['bt709', 'bt470bg', 'bt2020nc', 'smpte240m', 'fcc'];

describe('conversion to RGB', () => {
  it.each(formats)('%s to RGB24 equals ffmpeg to the byte, to RGB48 within one of 65535', (format) => {
    const conversions = sizes.flatMap(([width, height], i): Conversion[] => {
      const range: SampleRange = (i + format.length) % 2 === 0 ? 'limited' : 'full';
      const layout = frameLayout(format, width, height, range);
      const matrix = matrices[(i + format.charCodeAt(5)) % matrices.length] ?? 'bt709';
      const common = { layout, frame: noise(layout, width + i), matrix };
      return i === 0
        ? [
            { ...common, depth: 8 },
            { ...common, depth: 16 },
          ]
        : [{ ...common, depth: 8 }];
    });
    const references = convertedByFfmpeg(conversions);
    for (const [i, conversion] of conversions.entries()) {
      const { layout, matrix, depth } = conversion;
      const difference = largestDifference(converted(conversion), references[i] ?? Buffer.alloc(0), depth);
      const what = `${layout.width}x${layout.height} ${layout.range} ${matrix}`;
      expect(difference, what).toBeLessThanOrEqual(depth === 8 ? 0 : 1);
    }
  });

  it('keeps illegal colours saturated where the sum passes 32 bits', () => {
    const layout = frameLayout('yuv444p', 16, 1, 'limited');
    const rgb = converted({ layout, frame: new Uint8Array(48).fill(255), matrix: 'bt709', depth: 8 });
    expect([...rgb.subarray(0, 3)]).toEqual([255, 184, 255]);
  });

  it('blends chroma rows by their true weights on request', () => {
    const layout = frameLayout('yuv440p', 16, 8, 'full');
    const frame = new Uint8Array(layout.bytes).fill(128);
    frame.fill(228, 16 * 8 + 16 * 4 + 16, 16 * 8 + 16 * 4 + 32);
    all.set(frame);
    const job = {
      layout,
      source: 0,
      weights: LUMA_WEIGHTS.bt709,
      depth: 8,
      out: 4096,
      scratch: 8192,
    } as const;
    for (const kernels of builds) {
      convertToRgb(kernels, { ...job, chromaRows: 'linear' });
      const red = Array.from({ length: 8 }, (_, y) => (all[4096 + y * 48] ?? 0) - 128);
      expect(red).toEqual([0, 39, 118, 118, 39, 0, 0, 0].map((value) => Math.min(127, value)));
    }
  });

  it('refuses what is no YUV', () => {
    const layout = frameLayout('rgb24', 2, 2, 'full');
    const job = { layout, source: 0, weights: LUMA_WEIGHTS.bt709, depth: 8, out: 64, scratch: 128 } as const;
    for (const kernels of builds) expect(() => convertToRgb(kernels, job)).toThrow(RangeError);
  });

  it('uses the well-known 8-bit coefficients of BT.601', () => {
    const { yGain, vRed, uGreen, vGreen, uBlue } = rgbCoefficients(LUMA_WEIGHTS.bt470bg, 'limited');
    const expected = [255 / 219, 1.596, -0.3918, -0.813, 2.0172];
    [yGain, vRed, uGreen, vGreen, uBlue].forEach((c, i) => {
      expect(c / 8192).toBeCloseTo(expected[i] ?? 0, 3);
    });
  });
});
