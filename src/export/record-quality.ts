import type { QualityWeights } from '../contract/metric.ts';
import type { FrameRecord } from '../contract/record.ts';
import { qualityOf } from '../select/quality.ts';

/** Quality of a record under some weights, points; null where it was not measured. */
export function qualityOfRecord(record: FrameRecord, weights: QualityWeights): number | null {
  const scores = {
    sharpness: record.sharpness_score,
    edge_strength: record.edge_strength_score,
    contrast: record.contrast_score,
    brightness: record.brightness_score,
    entropy: record.entropy_score,
  };
  return qualityOf(scores, weights);
}
