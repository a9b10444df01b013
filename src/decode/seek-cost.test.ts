import { describe, expect, it } from 'vitest';
import { groupPicks, seekingPays } from './seek-cost.ts';
import { streamMap } from './video.fixture.ts';

const HD = 1920 * 1080;
const { pictures } = streamMap(
  3000,
  Array.from({ length: 60 }, (_, i) => i * 50),
);

function groups(picks: readonly number[], pixels = HD) {
  if (!pictures) throw new Error('no pictures');
  return groupPicks(picks, pictures, { first: 0, end: 3000 }, 0, pixels);
}

describe('what seeking costs', () => {
  it('near picks share a process, far ones get their own', () => {
    expect(groups([0, 10, 20, 700, 705]).map(({ seekTo, expected }) => [seekTo, expected])).toEqual([
      [null, [0, 10, 20]],
      [700, [700, 705]],
    ]);
    // Small pictures decode so fast that going on is cheaper than a new start.
    expect(groups([0, 300, 600], 320 * 180)).toHaveLength(1);
  });

  it('groups follow each other without a gap and stop after their last pick', () => {
    const plan = groups([5, 900, 2000]);
    expect(plan.map(({ numbers }) => [numbers.first, numbers.end])).toEqual([
      [5, 900],
      [900, 2000],
      [2000, 3000],
    ]);
    expect(plan.map(({ limit }) => limit)).toEqual([1, 1, 1]);
  });

  it('pays for few picks of a long video, not for many or for short ones', () => {
    const picks = (step: number) => Array.from({ length: Math.floor(3000 / step) }, (_, i) => i * step);
    expect(seekingPays(groups(picks(500)), 3000, HD)).toBe(true);
    expect(seekingPays(groups(picks(25)), 3000, HD)).toBe(false);
    expect(seekingPays(groups([0]), 10, HD)).toBe(false);
  });
});
