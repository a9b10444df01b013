import { describe, expect, it } from 'vitest';
import { METRICS, weightsFromList } from './metric.ts';
import { REASON_TEXT, REASONS } from './reasons.ts';

describe('reasons', () => {
  it('stand in the order of the design, the time range before the scores', () => {
    const scores = 'manual error time quality sharpness edge_strength contrast brightness entropy';
    const faces = 'no_face face_confidence face_area face_distance person face_count eyes_closed face_yaw';
    const masks = 'identity mask_empty mask_area';
    expect(REASONS.join(' ')).toBe(`${scores} ${faces} ${masks}`);
  });

  it('are all put into words', () => {
    for (const reason of REASONS) expect(REASON_TEXT[reason]).toMatch(/^[a-z]/);
  });

  it('fit into the bits of one 32-bit number, the sign left free', () => {
    expect(REASONS.length).toBeLessThan(31);
  });
});

describe('weightsFromList', () => {
  it('names the weights in the order of the metrics', () => {
    const weights = weightsFromList([1, 2, 3, 4, 5]);
    expect(METRICS.map((metric) => weights[metric])).toEqual([1, 2, 3, 4, 5]);
  });
});
