import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBetween, firstAtLeast, Pyramid, runningCount } from './pyramid.ts';
import {
  axisTimes,
  between,
  panned,
  showing,
  type TimeWindow,
  timeAt,
  within,
  xOf,
  zoomedAt,
} from './time-window.ts';

const arbitraryValue = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 100 }), weight: 9 },
  { arbitrary: fc.constant(Number.NaN), weight: 1 },
);

describe('Pyramid', () => {
  it('tells the spread of any stretch as looking at each value does', () => {
    const values = fc.array(arbitraryValue, { maxLength: 700 });
    fc.assert(
      fc.property(values, fc.nat(700), fc.nat(700), (list, a, b) => {
        const [first, end] = [Math.min(a, b), Math.max(a, b)];
        const part = list.slice(first, end).filter((value) => !Number.isNaN(value));
        const spread = new Pyramid(Float64Array.from(list)).spread(first, end);
        if (part.length === 0) expect(spread).toBeNull();
        else {
          expect(spread?.min).toBe(Math.min(...part));
          expect(spread?.max).toBe(Math.max(...part));
          expect(spread?.mean).toBeCloseTo(part.reduce((sum, value) => sum + value, 0) / part.length);
        }
      }),
    );
  });

  it('counts flags and finds times', () => {
    const counts = runningCount(5, (place) => place % 2 === 0);
    expect([countBetween(counts, 0, 5), countBetween(counts, 1, 2), countBetween(counts, 3, 1)]).toEqual([
      3, 0, 0,
    ]);
    expect(firstAtLeast(Float64Array.of(1, 2, 2, 5), 2)).toBe(1);
    expect(firstAtLeast(Float64Array.of(1, 2, 2, 5), 6)).toBe(4);
  });
});

describe('a window of time', () => {
  const whole: TimeWindow = { from: 0, to: 600 };
  const seconds = fc.integer({ min: 0, max: 600 });
  const arbitraryWindow = fc.tuple(seconds, seconds).map(([a, b]) => between(a, b, whole));

  it('keeps the time under the pointer where it is, as far as the video goes', () => {
    fc.assert(
      fc.property(arbitraryWindow, fc.double({ min: 0, max: 1, noNaN: true }), (window, part) => {
        const time = window.from + part * (window.to - window.from);
        const nearer = zoomedAt(window, time, 0.8, whole);
        expect(xOf(time, nearer, 1000)).toBeCloseTo(xOf(time, window, 1000), 3);
        expect(nearer.to - nearer.from).toBeCloseTo(Math.max(0.2, (window.to - window.from) * 0.8), 6);
        const farther = zoomedAt(window, time, 1e6, whole);
        expect(farther).toEqual(whole);
      }),
    );
  });

  it('never leaves the video', () => {
    fc.assert(
      fc.property(arbitraryWindow, fc.integer({ min: -2000, max: 2000 }), (window, move) => {
        for (const moved of [panned(window, move, whole), showing(window, move, whole)]) {
          expect(moved.from).toBeGreaterThanOrEqual(whole.from - 1e-9);
          expect(moved.to).toBeLessThanOrEqual(whole.to + 1e-9);
        }
      }),
    );
  });

  it('follows a time that leaves it, and only then', () => {
    const window = { from: 100, to: 200 };
    expect(showing(window, 150, whole)).toBe(window);
    expect(showing(window, 300, whole)).toEqual({ from: 210, to: 310 });
    expect(showing(window, 0, whole)).toEqual({ from: 0, to: 100 });
  });

  it('leads from pixels to seconds and back', () => {
    expect(timeAt(xOf(42, { from: 10, to: 70 }, 900), { from: 10, to: 70 }, 900)).toBeCloseTo(42);
    expect(within({ from: -50, to: 50 }, whole)).toEqual({ from: 0, to: 100 });
  });

  it('labels round times', () => {
    expect(axisTimes({ from: 3, to: 61 }, 6)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(axisTimes({ from: 0, to: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
});
