import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../contract/metric.ts';
import { sortedRows } from '../model/sort-kernel.ts';
import { framesAtLimit } from './at-limit.ts';
import { FILTERS, foundFilters } from './filter-list.ts';
import {
  keyedValue,
  limitDropping,
  limitKeeping,
  linearScale,
  rawScale,
  shareBelow,
  shareUpTo,
} from './value-scale.ts';

describe('the list of filters', () => {
  it('offers every bound in the mode in which it has an effect', () => {
    const bounds = (mode: 'overall' | 'individual') => foundFilters(mode, '').map(({ bound }) => bound);
    expect(bounds('overall')).toEqual(['quality', 'time']);
    expect(bounds('individual')).toEqual([...METRICS, 'time']);
    expect(new Set(FILTERS.map(({ reason }) => reason)).size).toBe(FILTERS.length);
  });

  it('is found by words of label and help', () => {
    expect(foundFilters('individual', 'tones').map(({ bound }) => bound)).toEqual(['entropy']);
    expect(foundFilters('individual', 'STRENGTH edge').map(({ bound }) => bound)).toEqual(['edge_strength']);
    expect(foundFilters('individual', 'nothing')).toEqual([]);
  });
});

describe('scales', () => {
  it('lead from a value to its place and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 7, max: 16 }), (tenths, top) => {
        const points = tenths / 10;
        expect(linearScale(0, 100, 0.1).valueAt(points / 100)).toBe(points);
        const raw = rawScale(1, top);
        expect(raw.valueAt(raw.positionOf(points))).toBe(points);
      }),
    );
  });

  it('move by keys in steps without dust', () => {
    const scale = linearScale(0, 100, 0.1);
    expect(keyedValue(0.2, 'ArrowRight', false, scale)).toBe(0.3);
    expect(keyedValue(62, 'ArrowDown', true, scale)).toBe(61);
    expect(keyedValue(62, 'PageUp', false, scale)).toBe(67);
    expect(keyedValue(99.97, 'ArrowUp', false, scale)).toBe(100);
    expect(keyedValue(5, 'Home', false, scale)).toBe(0);
    expect(keyedValue(5, 'a', false, scale)).toBeNull();
  });
});

describe('limits by share of the frames', () => {
  it('drop and keep no more than was asked for', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 100 }), (list, percent) => {
        const ranking = Float64Array.from(list).sort();
        const low = limitDropping(ranking, percent);
        const high = limitKeeping(ranking, percent);
        if (low === null || high === null) throw new Error('there are values');
        expect(shareBelow(ranking, low)).toBeLessThanOrEqual(percent);
        expect(shareUpTo(ranking, high)).toBeGreaterThanOrEqual(percent);
      }),
    );
  });
});

describe('frames at the limit', () => {
  it('are the nearest on either side that nothing else decides about', () => {
    const limit = fc.integer({ min: 0, max: 20 });
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 });
    fc.assert(
      fc.property(values, limit, fc.constantFrom('min' as const, 'max' as const), (list, at, edge) => {
        const column = Float64Array.from([...list, Number.NaN]);
        const order = sortedRows(column, false);
        const matters = (row: number) => row % 3 !== 0;
        const found = framesAtLimit({ order, values: column, limit: at, edge, matters, count: 3 });
        const of = (row: number) => column[row] ?? Number.NaN;
        const isUnder = (row: number) => (edge === 'min' ? of(row) < at : of(row) <= at);
        const all = [...order].filter((row) => matters(row) && !Number.isNaN(of(row)));
        expect(found.under).toEqual(all.filter(isUnder).slice(-3));
        expect(found.over).toEqual(all.filter((row) => !isUnder(row)).slice(0, 3));
      }),
    );
  });
});
