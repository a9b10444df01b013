import { METRICS } from '../contract/metric.ts';
import { REASONS, type Reason } from '../contract/reasons.ts';
import type { FrameColumns } from './columns.ts';
import { type BoundName, type Bounds, boundsOf, type Criteria } from './criteria.ts';
import { qualityColumn } from './quality.ts';

/** The bit of a reason in the column of failed criteria; rises in the order in which reasons are named. */
export function reasonBit(reason: Reason): number {
  return 1 << REASONS.indexOf(reason);
}

/** One condition, made ready for a run: sets its bit in every row that fails it. */
export interface Criterion {
  readonly reason: Reason;
  readonly mark: (failing: Uint32Array) => void;
}

/** Makes the criteria of one kind that are in effect; none where nothing is limited. */
type CriterionMaker = (columns: FrameColumns, criteria: Criteria) => Criterion[];

function withinBounds(reason: BoundName, values: Float64Array, { min, max }: Bounds): Criterion {
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  const bit = reasonBit(reason);
  const mark = (failing: Uint32Array): void => {
    for (let row = 0; row < failing.length; row++) {
      const value = values[row] ?? Number.NaN;
      // NaN (not measured) fails both comparisons.
      if (!(value >= low && value <= high)) failing[row] = (failing[row] ?? 0) | bit;
    }
  };
  return { reason, mark };
}

const isBounded = ({ min, max }: Bounds): boolean => min !== null || max !== null;

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

/** Every kind of criterion; a new one is added here with its reason in the contract. */
const MAKERS: readonly CriterionMaker[] = [timeCriterion, qualityCriterion, metricCriteria];

/** The conditions that these criteria put on a run. */
export function compileCriteria(columns: FrameColumns, criteria: Criteria): Criterion[] {
  return MAKERS.flatMap((make) => make(columns, criteria));
}
