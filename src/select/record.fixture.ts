import fc from 'fast-check';
import { METRICS } from '../contract/metric.ts';
import type { FrameRecord } from '../contract/record.ts';
import { roundTo } from '../contract/round.ts';
import { type Bounds, type Criteria, openCriteria } from './criteria.ts';
import type { Review } from './select.ts';

/** Default weights of a run. */
export const RUN_WEIGHTS = { sharpness: 30, edge_strength: 20, contrast: 20, brightness: 10, entropy: 20 };

/** A written frame with the same score everywhere; any field can be set. */
export function madeRecord(frameNumber: number, given: Partial<FrameRecord> = {}): FrameRecord {
  return {
    frame_number: frameNumber,
    time: frameNumber / 25,
    pts: frameNumber * 512,
    picked_by: 'all',
    filename: `frame_${String(frameNumber).padStart(6, '0')}.jpg`,
    status: 'kept',
    reject_reason: null,
    sharpness_score: 50,
    edge_strength_score: 50,
    contrast_score: 50,
    brightness_score: 50,
    entropy_score: 50,
    quality_score: 50,
    sharpness_raw: 500,
    edge_strength_raw: 50,
    error: null,
    ...given,
  };
}

/** Few distinct values, so that bounds and ties are met, and their neighbours on the 4-decimal grid. */
const arbitraryPoints = fc.oneof(
  fc.constantFrom(0, 25, 49.9999, 50, 50.0001, 62.1, 75, 100),
  fc.integer({ min: 0, max: 1_000_000 }).map((value) => roundTo(value / 10_000, 4)),
);

const nullablePoints = fc.option(arbitraryPoints, { nil: null, freq: 8 });

const arbitraryState = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ status: 'kept', reject_reason: null } as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('quality', ...METRICS)
      .map((reason) => ({ status: 'rejected', reject_reason: reason, filename: null }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      status: 'error',
      reject_reason: 'error',
      filename: null,
      error: 'damaged',
    } as const),
  },
);

const arbitraryScores = fc.record({
  sharpness_score: nullablePoints,
  edge_strength_score: nullablePoints,
  contrast_score: nullablePoints,
  brightness_score: nullablePoints,
  entropy_score: nullablePoints,
  sharpness_raw: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: null, freq: 8 }),
});

/** Records with unique frame numbers, in order or not. */
export const arbitraryRecords = fc
  .uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 40 })
  .chain((numbers) =>
    fc.tuple(...numbers.map((n) => fc.tuple(fc.constant(n), arbitraryScores, arbitraryState))),
  )
  .map((rows) => rows.map(([number, scores, state]) => madeRecord(number, { ...scores, ...state })));

/** Half of the limits lie exactly on a frame of {@link madeRecord}. */
const arbitraryTime = fc.option(
  fc.integer({ min: 0, max: 420 }).map((step) => step / 50),
  { nil: null },
);

const arbitraryTimes: fc.Arbitrary<Bounds> = fc.record({ min: arbitraryTime, max: arbitraryTime });

const arbitraryBounds: fc.Arbitrary<Bounds> = fc.record({
  min: fc.option(arbitraryPoints, { nil: null, freq: 2 }),
  max: fc.option(arbitraryPoints, { nil: null, freq: 2 }),
});

/** Weights of which at least one is positive. */
export const arbitraryWeights = fc
  .tuple(...METRICS.map(() => fc.constantFrom(0, 1, 10, 33.3, 100)))
  .filter((list) => list.some((weight) => weight > 0))
  .map(([sharpness = 1, edge_strength = 1, contrast = 1, brightness = 1, entropy = 1]) => ({
    sharpness,
    edge_strength,
    contrast,
    brightness,
    entropy,
  }));

/** Any criteria that ask nothing of faces and masks. */
export const arbitraryCriteria: fc.Arbitrary<Criteria> = fc.record({
  mode: fc.constantFrom('overall' as const, 'individual' as const),
  weights: arbitraryWeights,
  time: arbitraryTimes,
  quality: arbitraryBounds,
  metrics: fc.record({
    sharpness: arbitraryBounds,
    edge_strength: arbitraryBounds,
    contrast: arbitraryBounds,
    brightness: arbitraryBounds,
    entropy: arbitraryBounds,
  }),
  faces: fc.constant(openCriteria(RUN_WEIGHTS).faces),
  masks: fc.constant(openCriteria(RUN_WEIGHTS).masks),
});

/** Verdicts, also on frames that do not exist. */
export const arbitraryReview: fc.Arbitrary<Review> = fc.record({
  pinned: fc.array(fc.integer({ min: 0, max: 210 }), { maxLength: 10 }),
  rejected: fc.array(fc.integer({ min: 0, max: 210 }), { maxLength: 10 }),
});

/** Criteria that limit one metric. */
export function metricMinimum(metric: (typeof METRICS)[number], min: number): Criteria {
  const open = openCriteria(RUN_WEIGHTS);
  return { ...open, mode: 'individual', metrics: { ...open.metrics, [metric]: { min, max: null } } };
}

/** Criteria that limit quality. */
export function qualityMinimum(min: number): Criteria {
  return { ...openCriteria(RUN_WEIGHTS), quality: { min, max: null } };
}
