import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameColumns } from './columns.ts';
import { openCriteria } from './criteria.ts';
import { FIELDS } from './fields.ts';
import { orderBy, type SortDirection, type SortKey, valuesBy } from './order.ts';
import { percentileOf, rankValues } from './percentile.ts';
import { arbitraryRecords, arbitraryReview, madeRecord, RUN_WEIGHTS } from './record.fixture.ts';
import { keptRows, select } from './select.ts';
import { radixSort, sortKeys } from './sort-keys.ts';

const keys: SortKey[] = ['time', ...FIELDS];
const directions: SortDirection[] = ['ascending', 'descending'];

describe('orderBy', () => {
  it('agrees with a comparing sort: ties by frame number, unmeasured last', () => {
    fc.assert(
      fc.property(
        arbitraryRecords,
        fc.constantFrom(...keys),
        fc.constantFrom(...directions),
        (records, key, direction) => {
          const columns = FrameColumns.from(records);
          const values = valuesBy(columns, key, RUN_WEIGHTS);
          const sign = direction === 'ascending' ? 1 : -1;
          const expected = records
            .map((record, row) => ({ row, number: record.frame_number, value: values[row] ?? Number.NaN }))
            .sort((a, b) => {
              const [aLast, bLast] = [Number.isNaN(a.value), Number.isNaN(b.value)];
              if (aLast !== bLast) return aLast ? 1 : -1;
              if (!aLast && a.value !== b.value) return sign * (a.value - b.value);
              return a.number - b.number;
            })
            .map(({ row }) => row);
          expect([...orderBy(columns, key, direction, RUN_WEIGHTS)]).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('sorts any doubles, negative and tiny ones too', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.boolean(), (list, descending) => {
        const rows = Uint32Array.from(list.keys());
        const sorted = radixSort(rows, sortKeys(Float64Array.from(list), list.length, descending));
        const values = [...sorted].map((row) => list[row] ?? Number.NaN);
        const numbers = values.filter((value) => !Number.isNaN(value));
        expect(values.slice(0, numbers.length)).toEqual(numbers);
        const pairs = numbers.slice(1).map((value, place) => [numbers[place] ?? 0, value] as const);
        for (const [a, b] of pairs) expect(descending ? a >= b : a <= b).toBe(true);
      }),
    );
  });

  it('gives the kept rows in the wanted order', () => {
    fc.assert(
      fc.property(arbitraryRecords, arbitraryReview, (records, review) => {
        const columns = FrameColumns.from(records);
        const selection = select(columns, openCriteria(RUN_WEIGHTS), review);
        const order = orderBy(columns, 'sharpness', 'descending', RUN_WEIGHTS);
        const expected = [...order].filter((row) => selection.codes[row] === 0);
        expect([...keptRows(selection, order)]).toEqual(expected);
      }),
    );
  });
});

describe('percentileOf', () => {
  it('is the share of measured frames that are at most this good', () => {
    const records = [10, 20, 20, 40, null].map((raw, n) => madeRecord(n, { sharpness_raw: raw }));
    const columns = FrameColumns.from(records);
    const ranking = rankValues(columns.values('sharpness_raw'), columns.length);
    expect([5, 10, 20, 39.9, 40].map((value) => percentileOf(ranking, value))).toEqual([0, 25, 75, 75, 100]);
    expect(percentileOf(ranking, Number.NaN)).toBeNull();
    expect(percentileOf(rankValues(new Float64Array(4), 0), 5)).toBeNull();
  });
});
