import { METRICS, type Metric } from '../contract/metric.ts';

/** What is measured on one frame, unnormalised. */
export interface RawMetrics {
  /** Population variance of the preview's 4-neighbour Laplacian. */
  readonly sharpness: number;
  /** Mean 3x3 Sobel magnitude of the preview. */
  readonly edge: number;
  /** Mean and population standard deviation of full-range luma, 0..255. */
  readonly mean: number;
  readonly std: number;
  /** Shannon entropy of the 256-bin histogram, bits. */
  readonly entropy: number;
  /** Pixels counted: all, or those inside the mask; of the frame and of its quarter-size preview. */
  readonly pixels: number;
  readonly previewPixels: number;
}

/** Scores of one frame, each 0..100. */
export type MetricScores = Readonly<Record<Metric, number>>;

/**
 * Values that score 100: Laplacian variance, mean Sobel magnitude, std / mean, mean luma, bits of entropy
 * (docs: Metrics). Sharp HD photographs exceed the first three times over, so raw values are stored as well.
 */
const FULL_SCORE = { sharpness: 1000, edge: 100, contrast: 2, brightness: 255, entropy: 8 } as const;

/** Raw values to scores, not rounded. A black frame has contrast 0. */
export function metricScores(raw: RawMetrics): MetricScores {
  const contrast = raw.mean > 0 ? raw.std / raw.mean : 0;
  return {
    sharpness: share(raw.sharpness, FULL_SCORE.sharpness),
    edge_strength: share(raw.edge, FULL_SCORE.edge),
    contrast: share(contrast, FULL_SCORE.contrast),
    brightness: share(raw.mean, FULL_SCORE.brightness),
    entropy: share(raw.entropy, FULL_SCORE.entropy),
  };
}

/** Scores as they are stored: rounded to 4 decimals. */
export function roundedScores(scores: MetricScores): MetricScores {
  const rounded = { ...scores };
  for (const metric of METRICS) rounded[metric] = roundStored(scores[metric]);
  return rounded;
}

/** A number rounded to the 4 decimals that records keep. */
export function roundStored(value: number): number {
  return Math.round(value * 10000) / 10000;
}

function share(value: number, full: number): number {
  return Math.min(value / full, 1) * 100;
}
