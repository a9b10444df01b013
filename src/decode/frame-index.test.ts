import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameIndex } from './frame-index.ts';

const BASE = { num: 1, den: 1000 };

describe('frame index', () => {
  it('numbers frames by the rank of their pts, in whatever order the packets come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1e6, max: 1e9 }), { minLength: 1 }), (pts) => {
        const index = new FrameIndex(Float64Array.from(pts), BASE, 0);
        const sorted = [...pts].sort((a, b) => a - b);
        expect(index.length).toBe(pts.length);
        for (const [rank, value] of sorted.entries()) {
          expect(index.numberOf(value)).toBe(rank);
          expect(index.ptsOf(rank)).toBe(value);
          expect(index.firstAtOrAfter(value)).toBe(rank);
          expect(index.firstAtOrAfter(value - 0.5)).toBe(rank);
        }
        expect(index.firstAtOrAfter(Number.POSITIVE_INFINITY)).toBe(pts.length);
      }),
    );
  });

  it('frames that share a pts keep different numbers, told apart by what came before', () => {
    const index = new FrameIndex(Float64Array.from([0, 40, 40, 40, 80]), BASE, 0);
    const numbers: (number | null)[] = [];
    for (const pts of [0, 40, 40, 40, 80]) numbers.push(index.numberOf(pts, numbers.at(-1) ?? -1));
    expect(numbers).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2].map((place) => index.numberOf(40, -1, place))).toEqual([1, 2, 3]);
    expect(index.numberOf(40, -1, 3)).toBeNull();
    expect(index.mostAtOneTime).toBe(3);
    expect([0, 1, 2, 3, 4].map((number) => index.firstOfTime(number))).toEqual([0, 1, 1, 1, 4]);
    expect([0, 1, 2, 3, 4].map((number) => index.nextTime(number))).toEqual([1, 4, 4, 4, 5]);
  });

  it('shows times from the start of the file, to the microsecond', () => {
    const index = new FrameIndex(Float64Array.from([9_126_000, 9_129_003]), { num: 1, den: 90_000 }, 101.4);
    expect(index.origin).toBe(9_126_000);
    expect(index.timeAt(index.ptsOf(0))).toBe(0);
    expect(index.timeAt(index.ptsOf(1))).toBe(0.033367);
  });

  it('knows no frame beside the ones it has', () => {
    const index = new FrameIndex(Float64Array.from([0, 40]), BASE, 0);
    expect(index.numberOf(20)).toBeNull();
    expect(index.numberOf(Number.NaN)).toBeNull();
    expect(() => index.ptsOf(2)).toThrow(RangeError);
  });
});
