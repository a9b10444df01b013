import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../contract/reasons.ts';
import type { FrameRecord } from '../contract/record.ts';
import { FrameColumns } from './columns.ts';
import { type Bounds, type MaskCriteria, openCriteria } from './criteria.ts';
import { fieldsOf, MASK_FIELDS } from './fields.ts';
import { histograms } from './histogram.ts';
import {
  arbitraryMaskCriteria,
  arbitraryMaskRecords,
  madeMask,
  maskCriteriaOf,
  UNMASKED,
} from './mask.fixture.ts';
import { orderBy } from './order.ts';
import { arbitraryReview, madeRecord, RUN_WEIGHTS } from './record.fixture.ts';
import { failedCriteria, reasonOf, select, selectRecords } from './select.ts';

const OPEN: Bounds = { min: null, max: null };

const within = (value: number | null | undefined, { min, max }: Bounds) =>
  typeof value === 'number' && (min === null || value >= min) && (max === null || value <= max);

/** The rules for one frame, in the order in which reasons are named. */
function naive(record: FrameRecord, { minIdentity, area }: MaskCriteria): Reason[] {
  const limitsArea = area.min !== null || area.max !== null;
  if (minIdentity === null && !limitsArea) return [];
  const failed: Reason[] = [];
  if (minIdentity !== null && !within(record.reid_similarity, { min: minIdentity, max: null }))
    failed.push('identity');
  if (record.mask_empty) failed.push('mask_empty');
  if (limitsArea && !within(record.mask_area_pct, area)) failed.push('mask_area');
  return failed;
}

describe('criteria on masks', () => {
  it('keep what meets them, and name the first that fails', () => {
    fc.assert(
      fc.property(arbitraryMaskRecords, arbitraryMaskCriteria, (records, masks) => {
        const selection = select(FrameColumns.from(records), maskCriteriaOf(masks));
        for (const [row, record] of records.entries()) {
          const failed = naive(record, masks);
          expect(failedCriteria(selection, row)).toEqual(failed);
          if (record.status === 'kept') expect(reasonOf(selection, row)).toBe(failed[0] ?? null);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, Partial<FrameRecord>, Partial<MaskCriteria>, Reason[]]>([
    ['one that is like enough', { reid_similarity: 0.5 }, { minIdentity: 0.5 }, []],
    ['one that is less like', { reid_similarity: 0.4999 }, { minIdentity: 0.5 }, ['identity']],
    ['one that was not compared', { reid_similarity: null }, { minIdentity: 0 }, ['identity']],
    ['an area at the bounds', { mask_area_pct: 20 }, { area: { min: 20, max: 20 } }, []],
    ['a small area', { mask_area_pct: 19.9999 }, { area: { min: 20, max: null } }, ['mask_area']],
    ['a large area', { mask_area_pct: 20.0001 }, { area: { min: null, max: 20 } }, ['mask_area']],
    [
      'an empty one that would pass a maximum',
      { mask_area_pct: 0.4, mask_empty: true },
      { area: { min: null, max: 20 } },
      ['mask_empty'],
    ],
    [
      'an empty one that would pass a minimum of 0',
      { mask_area_pct: 0, mask_empty: true },
      { area: { min: 0, max: null } },
      ['mask_empty'],
    ],
    ['an empty one that is like enough', { mask_empty: true }, { minIdentity: 0.5 }, ['mask_empty']],
    ['an empty one of which nothing is asked', { mask_empty: true }, {}, []],
    ['one that was not made', UNMASKED, { area: { min: 0, max: null } }, ['mask_area']],
  ])('of %s', (_, fields, asked, reasons) => {
    const selection = select(FrameColumns.from([madeRecord(1, madeMask(1, fields))]), maskCriteriaOf(asked));
    expect(failedCriteria(selection, 0)).toEqual(reasons);
    expect(reasonOf(selection, 0)).toBe(reasons[0] ?? null);
  });

  it('fail every frame of a run without masks, once something is asked', () => {
    const records = [madeRecord(0), madeRecord(1)];
    expect(selectRecords(records, maskCriteriaOf({})).kept).toHaveLength(2);
    for (const asked of [
      { minIdentity: 0 },
      { area: { min: 0, max: null } },
      { area: { min: null, max: 100 } },
    ])
      expect(selectRecords(records, maskCriteriaOf(asked)).kept).toEqual([]);
  });
});

describe('fields of masks', () => {
  it('are there only where a record has a mask', () => {
    expect(
      fieldsOf(FrameColumns.from([madeRecord(0, { shot_id: 2 }), madeRecord(1, UNMASKED)])),
    ).not.toContain('mask_area');
    const masked = FrameColumns.from([madeRecord(0), madeRecord(1, madeMask(1))]);
    expect(fieldsOf(masked)).toEqual(expect.arrayContaining([...MASK_FIELDS]));
    expect(Array.from(masked.values('mask_area').subarray(0, 2))).toEqual([Number.NaN, 20]);
  });

  it('can be charted: an empty mask falls for the one bound that was set', () => {
    fc.assert(
      fc.property(arbitraryMaskRecords, arbitraryMaskCriteria, arbitraryReview, (records, masks, review) => {
        const columns = FrameColumns.from(records);
        const selection = select(columns, maskCriteriaOf(masks), review);
        const free = { mask_area: { area: OPEN }, identity: { minIdentity: null }, object_score: {} };
        for (const field of MASK_FIELDS) {
          const [histogram] = histograms(columns, selection, [field]);
          const sum = (counts: Uint32Array | undefined) => counts?.reduce((total, count) => total + count, 0);
          const freed = selectRecords(records, maskCriteriaOf({ ...masks, ...free[field] }), review);
          expect((sum(histogram?.passing) ?? 0) + (histogram?.notMeasured.passing ?? 0)).toBe(
            freed.kept.length,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('can be sorted by, frames without a value last', () => {
    const records = [
      madeRecord(0, madeMask(0, { object_score: -3 })),
      madeRecord(1),
      madeRecord(2, madeMask(2, { object_score: 12 })),
      madeRecord(3, madeMask(3, { object_score: 0 })),
    ];
    const columns = FrameColumns.from(records);
    expect([...orderBy(columns, 'object_score', 'descending', RUN_WEIGHTS)]).toEqual([2, 3, 0, 1]);
    expect([...orderBy(columns, 'object_score', 'ascending', RUN_WEIGHTS)]).toEqual([0, 3, 2, 1]);
  });
});

describe('shots', () => {
  it('are known row by row, with and without masks', () => {
    fc.assert(
      fc.property(arbitraryMaskRecords, (records) => {
        const { subjects } = FrameColumns.from(records);
        expect(records.map((_, row) => subjects.shotAt(row))).toEqual(
          records.map(({ shot_id }) => shot_id ?? -1),
        );
      }),
    );
  });

  it('and masks take no memory in a run without them', () => {
    const { subjects } = FrameColumns.from([madeRecord(0), madeRecord(1)]);
    expect([subjects.bytes, subjects.any]).toEqual([0, false]);
    expect(openCriteria(RUN_WEIGHTS).masks).toEqual({ minIdentity: null, area: OPEN });
  });
});
