import { describe, expect, it } from 'vitest';
import { comparedValues, comparing, freeNeighbour, referenced, stepped, turned } from './compare-state.ts';

const shown = [3, 5, 7, 9, 11];
const placeOf = (row: number) => {
  const place = shown.findIndex((candidate) => candidate >= row);
  return place < 0 ? shown.length : place;
};
const rowAt = (place: number) => shown[place] ?? -1;

describe('comparing', () => {
  it('steps the second frame first and leaves the reference alone', () => {
    const state = comparing([3, 5]);
    expect(stepped(state, 7).rows).toEqual([3, 7]);
    expect(turned(state, 1).active).toBe(0);
    expect(turned(turned(state, 1), -1).active).toBe(1);
  });

  it('passes over frames that are in other panes', () => {
    expect(freeNeighbour(comparing([7, 5]), 1, placeOf, rowAt)).toBe(9);
    expect(freeNeighbour(comparing([3, 5]), -1, placeOf, rowAt)).toBe(-1);
    expect(freeNeighbour(comparing([11, 9]), 1, placeOf, rowAt)).toBe(-1);
  });

  it('goes on from a frame that is shown no longer', () => {
    expect(freeNeighbour(comparing([3, 6]), 1, placeOf, rowAt)).toBe(7);
    expect(freeNeighbour(comparing([3, 6]), -1, placeOf, rowAt)).toBe(5);
  });

  it('makes another frame the reference', () => {
    expect(referenced(comparing([3, 5, 7]), 2)).toEqual({ rows: [7, 5, 3], active: 1 });
  });

  it('marks the best value and says how far the others are from the reference', () => {
    expect(comparedValues([83.2, 80.9, Number.NaN], 'largest')).toEqual([
      { value: 83.2, difference: null, best: true },
      { value: 80.9, difference: 80.9 - 83.2, best: false },
      { value: Number.NaN, difference: null, best: false },
    ]);
    expect(comparedValues([50, 50], 'largest').some(({ best }) => best)).toBe(false);
    expect(comparedValues([10, 90], null).some(({ best }) => best)).toBe(false);
  });
});
