import type { ShotDetector } from '../shot-detector.ts';
import { singleCuts } from '../single-cuts.ts';
import { smallPictures } from '../small-pictures.ts';

/** Parameters of the histogram detector. */
export interface HistogramOptions {
  /** By how much the correlation of two histograms must fall short of 1, 0 to 1. */
  readonly threshold: number;
  /** Frames. */
  readonly minLength: number;
  readonly bins: number;
}

/** Counts of luma (OpenCV's BGR2YUV on 8 bits, 14-bit weights) of packed BGR. */
export function lumaHistogram(bgr: Uint8Array, bins: number): Float64Array {
  const levels = new Float64Array(256);
  for (let at = 0; at + 2 < bgr.length; at += 3) {
    const luma = (1868 * (bgr[at] ?? 0) + 9617 * (bgr[at + 1] ?? 0) + 4899 * (bgr[at + 2] ?? 0) + 8192) >> 14;
    levels[luma] = (levels[luma] ?? 0) + 1;
  }
  const histogram = new Float64Array(bins);
  for (const [level, count] of levels.entries()) {
    const bin = Math.floor((level * bins) / 256);
    histogram[bin] = (histogram[bin] ?? 0) + count;
  }
  return histogram;
}

/** The correlation of two histograms, -1 to 1 (OpenCV's HISTCMP_CORREL); 1 where one of them is flat. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const spread = (squaresA - (sumA * sumA) / a.length) * (squaresB - (sumB * sumB) / a.length);
  return spread > Number.EPSILON ? (products - (sumA * sumB) / a.length) / Math.sqrt(spread) : 1;
}

/** PySceneDetect 0.7.2's HistogramDetector; a measure is the correlation with the frame before, null for the first. */
export function histogramDetector(options: HistogramOptions): ShotDetector<number | null> {
  const least = Math.min(1, Math.max(0, 1 - options.threshold));
  return {
    pictures: smallPictures,
    meter: () => {
      let before: Float64Array | null = null;
      return ({ bgr }) => {
        const now = lumaHistogram(bgr, options.bins);
        const measure = before && correlation(before, now);
        before = now;
        return measure;
      };
    },
    judge: (clock) => singleCuts(clock, options.minLength, (value) => value !== null && value <= least),
  };
}
