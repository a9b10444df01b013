import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../contract/metric.ts';
import { REASONS, type Reason } from '../contract/reasons.ts';
import type { FrameRecord } from '../contract/record.ts';
import { FrameColumns } from './columns.ts';
import { type Bounds, type Criteria, openCriteria } from './criteria.ts';
import {
  arbitraryCriteria,
  arbitraryRecords,
  arbitraryReview,
  madeRecord,
  metricMinimum,
  qualityMinimum,
  RUN_WEIGHTS,
} from './record.fixture.ts';
import {
  failedCriteria,
  keptRows,
  NO_REVIEW,
  type Review,
  reasonOf,
  select,
  selectRecords,
} from './select.ts';

const inside = (value: number | null, { min, max }: Bounds): boolean =>
  (min === null && max === null) ||
  (value !== null && (min === null || value >= min) && (max === null || value <= max));

function naiveQuality(record: FrameRecord, weights: Criteria['weights']): number | null {
  const used = METRICS.filter((metric) => weights[metric] > 0);
  if (used.some((metric) => record[`${metric}_score`] === null)) return null;
  const weighted = used.reduce((sum, metric) => sum + weights[metric] * (record[`${metric}_score`] ?? 0), 0);
  const weight = used.reduce((sum, metric) => sum + weights[metric], 0);
  return Math.round((weighted / weight) * 10_000) / 10_000;
}

/** The rules, written down one frame at a time. */
function naiveReason(record: FrameRecord, criteria: Criteria, review: Review): Reason | null {
  if (review.pinned.includes(record.frame_number)) return null;
  if (review.rejected.includes(record.frame_number)) return 'manual';
  if (record.status === 'error') return 'error';
  if (record.status === 'rejected') return record.reject_reason;
  if (!inside(record.time, criteria.time)) return 'time';
  if (criteria.mode === 'overall') {
    return inside(naiveQuality(record, criteria.weights), criteria.quality) ? null : 'quality';
  }
  return METRICS.find((metric) => !inside(record[`${metric}_score`], criteria.metrics[metric])) ?? null;
}

describe('select', () => {
  it('agrees with the rules applied one frame at a time', () => {
    fc.assert(
      fc.property(arbitraryRecords, arbitraryCriteria, arbitraryReview, (records, criteria, review) => {
        const columns = FrameColumns.from(records);
        const selection = select(columns, criteria, review);
        const expected = records.map((record) => naiveReason(record, criteria, review));
        expect(records.map((_, row) => reasonOf(selection, row))).toEqual(expected);
        expect(selection.total).toBe(records.length);
        expect(selection.kept).toBe(expected.filter((reason) => reason === null).length);
        const counts = REASONS.map(
          (reason) => [reason, expected.filter((r) => r === reason).length] as const,
        );
        expect(Object.entries(selection.reasons)).toEqual(counts.filter(([, count]) => count > 0));
        const kept = records.filter((_, row) => expected[row] === null);
        expect(selectRecords(records, criteria, review)).toEqual({
          kept,
          total: records.length,
          reasons: selection.reasons,
        });
        expect([...keptRows(selection)]).toEqual(kept.map((record) => records.indexOf(record)));
      }),
      { numRuns: 400 },
    );
  });

  it('keeps a frame whose own value is the limit, for every value on the grid of 4 decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (step) => {
        const value = step / 10_000;
        const record = madeRecord(0, { sharpness_score: value });
        const open = openCriteria(RUN_WEIGHTS);
        const metrics = { ...open.metrics, sharpness: { min: value, max: value } };
        expect(selectRecords([record], { ...open, mode: 'individual', metrics }).kept).toEqual([record]);
      }),
    );
  });

  it('keeps everything that was written when there are no criteria', () => {
    const records = [
      madeRecord(0),
      madeRecord(1, { status: 'rejected', reject_reason: 'contrast' }),
      madeRecord(2),
    ];
    const { kept, total, reasons } = selectRecords(records, openCriteria(RUN_WEIGHTS), NO_REVIEW);
    expect([kept.length, total, reasons]).toEqual([2, 3, { contrast: 1 }]);
  });

  it('lets a pin beat a rejection, the pre-filter, an error and every criterion', () => {
    const records = [
      madeRecord(0),
      madeRecord(1, { status: 'rejected', reject_reason: 'sharpness', filename: null }),
      madeRecord(2, { status: 'error', reject_reason: 'error', filename: null }),
    ];
    const review = { pinned: [0, 1, 2], rejected: [0] };
    expect(selectRecords(records, qualityMinimum(99), review).kept).toEqual(records);
  });

  it('fails a bound where nothing was measured, but not without a bound', () => {
    const record = madeRecord(0, { sharpness_score: null, entropy_score: null });
    expect(selectRecords([record], metricMinimum('entropy', 0)).reasons).toEqual({ entropy: 1 });
    expect(selectRecords([record], metricMinimum('contrast', 0)).kept).toEqual([record]);
  });

  it('names the first failing metric and still knows the others', () => {
    const open = openCriteria(RUN_WEIGHTS);
    const high = { min: 60, max: null };
    const criteria: Criteria = {
      ...open,
      mode: 'individual',
      metrics: { ...open.metrics, entropy: high, contrast: high },
    };
    const selection = select(FrameColumns.from([madeRecord(7)]), criteria, { pinned: [], rejected: [7] });
    expect(reasonOf(selection, 0)).toBe('manual');
    expect(failedCriteria(selection, 0)).toEqual(['contrast', 'entropy']);
  });

  it('keeps the pre-filter reason of a rejected record although an earlier criterion fails too', () => {
    const record = madeRecord(0, { status: 'rejected', reject_reason: 'entropy' });
    expect(selectRecords([record], metricMinimum('sharpness', 90)).reasons).toEqual({ entropy: 1 });
  });
});

describe('FrameColumns', () => {
  it('gives the same selection whether made at once or appended beyond its capacity', () => {
    fc.assert(
      fc.property(arbitraryRecords, arbitraryCriteria, (records, criteria) => {
        const grown = new FrameColumns(1);
        for (const record of records) {
          grown.append(record);
          select(grown, criteria); // fills the caches that appending must outdate
        }
        expect(select(grown, criteria).codes).toEqual(select(FrameColumns.from(records), criteria).codes);
      }),
      { numRuns: 50 },
    );
  });

  it('finds rows by frame number, in order or not', () => {
    fc.assert(
      fc.property(arbitraryRecords, fc.integer({ min: 0, max: 210 }), (records, wanted) => {
        const columns = FrameColumns.from(records);
        expect(columns.rowOf(wanted)).toBe(records.findIndex((record) => record.frame_number === wanted));
      }),
    );
  });
});
