import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../contract/metric.ts';
import { BIN_COUNT, binOf, binStart } from './bins.ts';
import { FrameColumns } from './columns.ts';
import { type Criteria, openCriteria } from './criteria.ts';
import { FIELDS } from './fields.ts';
import { histograms } from './histogram.ts';
import { arbitraryCriteria, arbitraryRecords, arbitraryReview, madeRecord } from './record.fixture.ts';
import { select, selectRecords } from './select.ts';

const NO_BOUNDS = { min: null, max: null };

function without(criteria: Criteria, field: (typeof FIELDS)[number]): Criteria {
  if (field === 'quality') return { ...criteria, quality: NO_BOUNDS };
  const metric = METRICS.find((name) => name === field);
  return metric ? { ...criteria, metrics: { ...criteria.metrics, [metric]: NO_BOUNDS } } : criteria;
}

const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0);

describe('histograms', () => {
  it('counts all frames, those that pass without the own bounds, and the kept ones', () => {
    fc.assert(
      fc.property(arbitraryRecords, arbitraryCriteria, arbitraryReview, (records, criteria, review) => {
        const columns = FrameColumns.from(records);
        for (const histogram of histograms(columns, select(columns, criteria, review))) {
          const { all, passing, kept, notMeasured, field } = histogram;
          const freed = selectRecords(records, without(criteria, field), review);
          expect(sum(all) + notMeasured.all).toBe(records.length);
          expect(sum(passing) + notMeasured.passing).toBe(freed.kept.length);
          expect(sum(kept) + notMeasured.kept).toBe(selectRecords(records, criteria, review).kept.length);
        }
      }),
    );
  });

  it('puts every value into its bin', () => {
    fc.assert(
      fc.property(arbitraryRecords, arbitraryCriteria, (records, criteria) => {
        const columns = FrameColumns.from(records);
        const [contrast] = histograms(columns, select(columns, criteria), ['contrast']);
        const expected = new Uint32Array(BIN_COUNT);
        for (const { contrast_score: score } of records) {
          if (score === null) continue;
          const bin = Math.min(BIN_COUNT - 1, Math.floor(score));
          expected[bin] = (expected[bin] ?? 0) + 1;
        }
        expect(contrast?.all).toEqual(expected);
      }),
    );
  });

  it('does not lose the top of the scale', () => {
    const columns = FrameColumns.from([madeRecord(0, { entropy_score: 100, sharpness_raw: 1_040_400 })]);
    const [entropy, raw] = histograms(columns, select(columns, { ...noCriteria() }), [
      'entropy',
      'sharpness_raw',
    ]);
    expect(entropy?.all[BIN_COUNT - 1]).toBe(1);
    expect(raw?.all[BIN_COUNT - 1]).toBe(1);
  });
});

function noCriteria(): Criteria {
  return openCriteria({ sharpness: 1, edge_strength: 1, contrast: 1, brightness: 1, entropy: 1 });
}

describe('bins', () => {
  it('begin where binStart says, for every field', () => {
    for (const field of FIELDS) {
      for (let bin = 0; bin < BIN_COUNT; bin++) {
        const middle = (binStart(field, bin) + binStart(field, bin + 1)) / 2;
        expect(binOf(field, middle)).toBe(bin);
      }
    }
  });

  it('hold the value they begin with, for points', () => {
    for (let bin = 0; bin < BIN_COUNT; bin++) expect(binOf('quality', binStart('quality', bin))).toBe(bin);
  });

  it('put values beyond the scale into the outermost bins', () => {
    expect([binOf('contrast', -1), binOf('contrast', 200)]).toEqual([0, BIN_COUNT - 1]);
    expect(binOf('edge_strength_raw', 1e9)).toBe(BIN_COUNT - 1);
  });
});
