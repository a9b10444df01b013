import { describe, expect, it } from 'vitest';
import { estimateScenes } from './scene-estimate.ts';

/** A generator of numbers from 0 to 1 that gives the same ones each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A count of a Poisson process with the given mean (Knuth's method). */
function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let left = random(); left > Math.exp(-mean); left *= random()) count++;
  return count;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('a number of scenes', () => {
  it('is exact where everything was looked at: the cuts and the first frame', () => {
    expect(estimateScenes([0, 2, 1], 3)).toEqual({ frames: 4, range: null, lookedAt: 1 });
    expect(estimateScenes([0], 1)).toEqual({ frames: 1, range: null, lookedAt: 1 });
    expect(estimateScenes(Array(123).fill(1), 123)).toEqual({ frames: 124, range: null, lookedAt: 1 });
  });

  it('is extrapolated from the slices that were looked at', () => {
    const { frames, range, lookedAt } = estimateScenes(Array(50).fill(1), 500);
    expect([frames, range, lookedAt]).toEqual([500, null, 0.1]);
    // 1 + 50 + 450 / 50 * 50 = 501: no more digits than it can have.
    expect(estimateScenes(Array(50).fill(3), 411).frames).toBe(1200);
  });

  it('is unknown where nothing was looked at', () => {
    expect(estimateScenes([], 40)).toEqual({ frames: null, range: null, lookedAt: 0 });
  });

  it('is a range where few cuts were seen, and begins at the first frame where none was', () => {
    const none = estimateScenes([0, 0, 0, 0], 40);
    expect(none).toMatchObject({ frames: 1, range: { least: 1 } });
    // Of a Poisson process with a mean of 2.3 one in ten shows nothing: -ln 0.1.
    expect(none.range?.most).toBeCloseTo(1 + (36 / 4) * 2.3, -1);
    const few = estimateScenes([1, 0, 2, 1], 40);
    expect(few.frames).toBe(41);
    expect(few.range?.least).toBeGreaterThan(10);
    expect(few.range?.most).toBeLessThan(90);
  });

  it('is less sure where slices differ more, and surer the more were looked at', () => {
    const width = (cuts: readonly number[], slices = 100) => {
      const { range, frames } = estimateScenes(cuts, slices);
      return range ? range.most - range.least : (frames ?? 0) / 10;
    };
    expect(width([8, 0, 0, 0, 0, 0])).toBeGreaterThan(width([2, 1, 1, 2, 1, 1]));
    expect(width([2, 1, 1, 2])).toBeGreaterThan(width([2, 1, 1, 2, 2, 1, 1, 2, 1, 1, 2, 2]));
    expect(width([2, 1, 1, 2], 100)).toBeGreaterThan(width([2, 1, 1, 2], 8));
  });

  it('lies within its range about as often as it says, for videos that are cut evenly and unevenly', () => {
    const random = numbers(7);
    const slices = 400;
    for (const rates of [[0.8], [0.2, 2]]) {
      let within = 0;
      const tries = 600;
      for (let i = 0; i < tries; i++) {
        const cuts = Array.from({ length: slices }, () => {
          const rate = rates[Math.floor(random() * rates.length)] ?? 0;
          return poisson(rate, random);
        });
        const { frames, range } = estimateScenes(cuts.slice(0, 16), slices);
        const { least, most } = range ?? { least: (frames ?? 0) / 1.3, most: (frames ?? 0) * 1.3 };
        const truth = 1 + sum(cuts);
        if (truth >= least && truth <= most) within++;
      }
      expect(within / tries).toBeGreaterThan(0.68);
      expect(within / tries).toBeLessThan(0.92);
    }
  });
});
