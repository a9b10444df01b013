import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameOrder } from './frame-order.ts';
import { RowSet } from './row-set.ts';
import { sortedRows } from './sort-kernel.ts';

it('tells where a row stands among others, or would stand', () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 });
  fc.assert(
    fc.property(order, fc.uniqueArray(fc.nat(9)), fc.nat(9), (permutation, shown, row) => {
      const frames = new FrameOrder(Uint32Array.from(permutation), 10);
      const rows = permutation.filter((candidate) => shown.includes(candidate));
      const before = permutation.slice(0, permutation.indexOf(row)).filter((other) => shown.includes(other));
      expect(frames.placeIn(Uint32Array.from(rows), row)).toBe(before.length);
      expect(frames.rowAt(frames.rankOf(row))).toBe(row);
    }),
  );
});

it('sorts as the gallery does, with frames that were not measured at the end', () => {
  const values = Float64Array.of(3, Number.NaN, 1, 3, 2);
  expect([...sortedRows(values, false)]).toEqual([2, 4, 0, 3, 1]);
  expect([...sortedRows(values, true)]).toEqual([0, 3, 4, 2, 1]);
});

it('a set of rows counts each row once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.array(fc.nat(50)), (added, removed) => {
      const set = RowSet.of(added).without(removed);
      const expected = new Set(added.filter((row) => !removed.includes(row)));
      expect(set.size).toBe(expected.size);
      expect(set.rows()).toEqual([...expected].sort((a, b) => a - b));
      expect(set.countIn(Uint32Array.from([...new Set(removed)]))).toBe(0);
    }),
  );
});
