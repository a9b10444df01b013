import { METRICS, type Metric, type QualityWeights } from '../contract/metric.ts';
import { roundTo } from '../contract/round.ts';
import { scoreBin } from './bins.ts';
import type { FrameColumns } from './columns.ts';

/** The five scores of a frame in points, as stored (rounded to 4 decimals); null = not measured. */
export type MetricScores = Readonly<Record<Metric, number | null>>;

function mean(weighted: number, weightSum: number): number {
  return roundTo(weighted / weightSum, 4);
}

function weightSumOf(weights: QualityWeights): number {
  return METRICS.reduce((sum, metric) => sum + weights[metric], 0);
}

/**
 * Quality of a frame: Σ weight·score / Σ weight, rounded to 4 decimals. Computed from the stored scores, so
 * scoring a record again with the same weights gives the stored quality exactly.
 * @returns points, or null when a metric that has weight was not measured
 */
export function qualityOf(scores: MetricScores, weights: QualityWeights): number | null {
  let weighted = 0;
  for (const metric of METRICS) {
    const weight = weights[metric];
    const score = scores[metric];
    if (weight === 0) continue;
    if (score === null) return null;
    weighted += weight * score;
  }
  return mean(weighted, weightSumOf(weights));
}

/** Quality of every row under some weights, with its histogram bins. */
export interface QualityColumn {
  /** Points; NaN = not measured. */
  readonly values: Float64Array;
  readonly bins: Uint8Array;
}

interface Cached extends QualityColumn {
  readonly key: string;
  readonly length: number;
}

/** One entry a run: while a limit is dragged the weights stay the same. */
const latest = new WeakMap<FrameColumns, Cached>();

function computeQuality(columns: FrameColumns, weights: QualityWeights): QualityColumn {
  const rows = columns.length;
  const values = new Float64Array(rows);
  const bins = new Uint8Array(rows);
  for (const metric of METRICS) {
    const weight = weights[metric];
    if (weight === 0) continue;
    const scores = columns.values(metric);
    for (let row = 0; row < rows; row++) {
      values[row] = (values[row] ?? 0) + weight * (scores[row] ?? Number.NaN);
    }
  }
  const weightSum = weightSumOf(weights);
  for (let row = 0; row < rows; row++) {
    const quality = mean(values[row] ?? Number.NaN, weightSum);
    values[row] = quality;
    bins[row] = scoreBin(quality);
  }
  return { values, bins };
}

/** The quality column under some weights; the latest one of each run is remembered. */
export function qualityColumn(columns: FrameColumns, weights: QualityWeights): QualityColumn {
  const key = METRICS.map((metric) => weights[metric]).join(' ');
  const known = latest.get(columns);
  if (known && known.key === key && known.length === columns.length) return known;
  const made = { ...computeQuality(columns, weights), key, length: columns.length };
  latest.set(columns, made);
  return made;
}
