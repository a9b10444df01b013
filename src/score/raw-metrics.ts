import type { LumaSums } from '../kernel/luma-sums.ts';
import type { RawMetrics } from './metrics.ts';

/**
 * Raw metrics from the kernel's exact sums, in float64. The spread is taken around the mean over the 256 bins, so it
 * loses no digits. Without a counted pixel (an empty mask) everything is 0.
 */
export function rawMetrics(sums: LumaSums): RawMetrics {
  const { histogram, pixels, previewPixels } = sums;
  const mean = pixels > 0 ? total(histogram, (count, value) => count * value) / pixels : 0;
  const squares = total(histogram, (count, value) => count * (value - mean) ** 2);
  const entropy = total(histogram, (count) => (count > 0 ? (count / pixels) * Math.log2(pixels / count) : 0));
  return {
    sharpness: variance(sums),
    edge: previewPixels > 0 ? sums.sobel / previewPixels : 0,
    mean,
    std: pixels > 0 ? Math.sqrt(squares / pixels) : 0,
    entropy,
    pixels,
    previewPixels,
  };
}

/** (n Σx² - (Σx)²) / n²; the numerator is an integer beyond 2^53 on large frames, so it is made one first. */
function variance({ laplacian, laplacianSquares, previewPixels }: LumaSums): number {
  if (previewPixels === 0) return 0;
  const spread = BigInt(previewPixels) * laplacianSquares - laplacian * laplacian;
  return Number(spread) / (previewPixels * previewPixels);
}

function total(histogram: Uint32Array, term: (count: number, value: number) => number): number {
  return histogram.reduce((sum, count, value) => sum + term(count, value), 0);
}
