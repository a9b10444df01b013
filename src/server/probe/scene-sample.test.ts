import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROBE } from '../../decode/video.fixture.ts';
import { SceneSample, sliceCount, spreadOrder } from './scene-sample.ts';

describe('slices', () => {
  const count = (seconds: number, width: number, height: number, rate = 25) =>
    sliceCount(
      { from: 0, to: seconds },
      { ...PROBE, coded_width: width, coded_height: height, frame_rate: { num: rate, den: 1 } },
    );

  it('hold the fewer frames the larger they are, within limits', () => {
    expect(count(600, 320, 180)).toBe(150);
    expect(count(600, 1920, 1080)).toBe(150);
    expect(count(600, 2560, 1440)).toBeGreaterThan(200);
    expect(count(600, 7680, 4320)).toBe(313);
  });

  it('are counted in frames where there are few a second, and one is the least', () => {
    expect(count(6000, 320, 180, 1)).toBe(60);
    expect(count(2, 320, 180)).toBe(1);
    expect(count(0, 320, 180)).toBe(1);
    expect(sliceCount({ from: 60, to: 90 }, { ...PROBE, frame_rate: null, nominal_frame_rate: null })).toBe(
      8,
    );
  });
});

describe('the order of the slices', () => {
  it('holds each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (count) => {
        const order = spreadOrder(count);
        expect(order).toHaveLength(count);
        expect(new Set(order)).toEqual(new Set(Array(count).keys()));
      }),
    );
  });

  it('is spread evenly after however many', () => {
    const order = spreadOrder(1000);
    for (const taken of [2, 5, 10, 31, 100]) {
      const places = order.slice(0, taken).sort((a, b) => a - b);
      const gaps = places.map((place, i) => place - (places[i - 1] ?? (places.at(-1) ?? 0) - 1000));
      expect(Math.max(...gaps), `after ${taken}`).toBeLessThanOrEqual((2 * 1000) / taken + 1);
    }
  });
});

describe('a sample', () => {
  it('counts cuts for any threshold, without the frame that is picked anyway', () => {
    const sample = new SceneSample({ from: 10, to: 22 }, 3);
    const taken = [sample.take(), sample.take(), sample.take(), sample.take()];
    expect(taken).toEqual([1, 2, 0, null]);
    expect([0, 1, 2].map((slice) => sample.spanOf(slice))).toEqual([
      { from: 10, to: 14 },
      { from: 14, to: 18 },
      { from: 18, to: 22 },
    ]);
    sample.add(0, Float64Array.of(0.9, 0.1, 0.4));
    sample.add(2, Float64Array.of(0.7, 0.41, 0.05));
    expect(sample.cuts(0.4)).toEqual([0, 2]);
    expect(sample.cuts(0.39)).toEqual([1, 2]);
    expect(sample.cuts(0)).toEqual([2, 3]);
    expect(sample.cuts(1)).toEqual([0, 0]);
  });

  it('can grow as long as slices are left, can be looked at, and are worth it', () => {
    const sample = new SceneSample({ from: 0, to: 10 }, 2);
    expect(sample.canGrow).toBe(true);
    const first = sample.take();
    sample.take();
    expect(sample.canGrow).toBe(false);
    sample.putBack(first ?? -1);
    expect(sample.canGrow).toBe(true);
    // Where the first ones took too long the next ones would too.
    sample.spentMs = 3000;
    expect(sample.canGrow).toBe(false);
    sample.add(1, new Float64Array(5));
    expect(sample.canGrow).toBe(true);
    sample.spentMs = 60_000;
    expect(sample.canGrow).toBe(false);
    expect(sample.take()).toBe(first);
  });
});
