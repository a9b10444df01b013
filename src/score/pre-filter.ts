import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import { METRICS, type Metric, type QualityWeights, weightsFromList } from '../contract/metric.ts';
import { qualityOf } from '../select/quality.ts';

/** What a pre-filter demands; plain data, so that it can travel to worker threads. */
export interface PreFilter {
  readonly mode: 'off' | 'overall' | 'metrics';
  readonly minQuality: number;
  readonly minima: Readonly<Record<Metric, number>>;
  readonly weights: QualityWeights;
}

/** The pre-filter that options describe. */
export function preFilterOf(options: AnalyzeOptions): PreFilter {
  return {
    mode: options.preFilter,
    minQuality: options.preMinQuality,
    minima: {
      sharpness: options.preMinSharpness,
      edge_strength: options.preMinEdgeStrength,
      contrast: options.preMinContrast,
      brightness: options.preMinBrightness,
      entropy: options.preMinEntropy,
    },
    weights: weightsFromList(options.qualityWeights),
  };
}

/** Outcome for one frame. */
export interface Verdict {
  /** Quality in points from the rounded scores. */
  readonly quality: number;
  /** Code of the first failing demand, or null when the frame is kept. */
  readonly reason: 'quality' | Metric | null;
}

/**
 * Judges a frame by its stored (rounded) scores; a score equal to its minimum passes.
 * @param scores points, rounded to 4 decimals
 */
export function judgeFrame(scores: Readonly<Record<Metric, number>>, filter: PreFilter): Verdict {
  const quality = qualityOf(scores, filter.weights) ?? 0;
  if (filter.mode === 'overall') return { quality, reason: quality < filter.minQuality ? 'quality' : null };
  if (filter.mode === 'off') return { quality, reason: null };
  return { quality, reason: METRICS.find((metric) => scores[metric] < filter.minima[metric]) ?? null };
}
