import { METRICS } from '../contract/metric.ts';
import type { Reason } from '../contract/reasons.ts';
import type { FrameColumns } from './columns.ts';
import { type Bounds, boundsOf, type Criteria, isBounded } from './criteria.ts';
import { faceCriteria } from './face-criterion.ts';
import { emptyMaskCriterion } from './mask-criterion.ts';
import { qualityColumn } from './quality.ts';
import { type Criterion, reasonBit } from './reason-bit.ts';

/** Makes the criteria of one kind that are in effect; none where nothing is limited. */
type CriterionMaker = (columns: FrameColumns, criteria: Criteria) => Criterion[];

function withinBounds(reason: Reason, values: Float64Array, { min, max }: Bounds): Criterion {
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  const bit = reasonBit(reason);
  return (failing) => {
    for (let row = 0; row < failing.length; row++) {
      const value = values[row] ?? Number.NaN;
      // NaN (not measured) fails both comparisons.
      if (!(value >= low && value <= high)) failing[row] = (failing[row] ?? 0) | bit;
    }
  };
}

const timeCriterion: CriterionMaker = (columns, { time }) =>
  isBounded(time) ? [withinBounds('time', columns.times, time)] : [];

const qualityCriterion: CriterionMaker = (columns, criteria) => {
  if (criteria.mode !== 'overall' || !isBounded(criteria.quality)) return [];
  return [withinBounds('quality', qualityColumn(columns, criteria.weights).values, criteria.quality)];
};

const metricCriteria: CriterionMaker = (columns, criteria) => {
  if (criteria.mode !== 'individual') return [];
  return METRICS.filter((metric) => isBounded(boundsOf(criteria, metric))).map((metric) =>
    withinBounds(metric, columns.values(metric), boundsOf(criteria, metric)),
  );
};

const faceCountCriterion: CriterionMaker = (columns, { faces }) =>
  isBounded(faces.count) ? [withinBounds('face_count', columns.values('face_count'), faces.count)] : [];

const maskCriteria: CriterionMaker = (columns, criteria) => {
  const bounded = (['identity', 'mask_area'] as const).filter((name) => isBounded(boundsOf(criteria, name)));
  if (bounded.length === 0) return [];
  const bounds = bounded.map((name) => withinBounds(name, columns.values(name), boundsOf(criteria, name)));
  return [...bounds, emptyMaskCriterion(columns.subjects)];
};

/** Every kind of criterion; a new one is added here with its reason in the contract. */
const MAKERS: readonly CriterionMaker[] = [
  timeCriterion,
  qualityCriterion,
  metricCriteria,
  faceCountCriterion,
  faceCriteria,
  maskCriteria,
];

/** The conditions that these criteria put on a run. */
export function compileCriteria(columns: FrameColumns, criteria: Criteria): Criterion[] {
  return MAKERS.flatMap((make) => make(columns, criteria));
}
