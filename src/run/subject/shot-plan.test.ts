import { describe, expect, it } from 'vitest';
import type { SubjectPrompt } from '../../contract/subject-file.ts';
import type { Shot } from '../../shots/shot-list.ts';
import { planShots, sampledPlaces } from './shot-plan.ts';

const shot = (id: number, start: number, end: number): Shot => ({
  id,
  start,
  end,
  start_time: 0,
  end_time: 0,
});
const SHOTS = [shot(0, 0, 100), shot(1, 100, 200), shot(2, 200, 210)];
const NUMBERS = Array.from({ length: 20 }, (_, i) => 10 * i);
const prompt = (frame_number: number, scope: SubjectPrompt['scope']): SubjectPrompt => ({
  ...{ frame_number, scope, box: null, points: [[1, 1]], labels: [1] },
});
const plan = (prompts: readonly SubjectPrompt[], wish = '') => planShots(SHOTS, NUMBERS, prompts, wish);
const keys = (plans: ReturnType<typeof plan>) => new Map(plans.map(({ shot: { id }, key }) => [id, key]));

describe('the plan of the shots', () => {
  it('has the places of the frames, none in a shot that nothing of is looked at', () => {
    expect(plan([]).map(({ first, last }) => [first, last])).toEqual([
      [0, 9],
      [10, 19],
      [20, 19],
    ]);
  });

  it('begins where the subject of the whole video was pointed at', () => {
    expect(plan([prompt(150, 'all')]).map(({ shot: { id } }) => id)).toEqual([1, 0, 2]);
    expect(plan([prompt(150, 'shot')]).map(({ shot: { id } }) => id)).toEqual([0, 1, 2]);
  });

  it('has other keys for the shots that a wish concerns, and for no others', () => {
    const before = keys(plan([]));
    const own = keys(plan([prompt(150, 'shot')]));
    expect([own.get(0) === before.get(0), own.get(1) === before.get(1)]).toEqual([true, false]);
    const all = keys(plan([prompt(150, 'all')]));
    expect([...all].some(([id, key]) => before.get(id) === key)).toBe(false);
    expect([...keys(plan([], 'others'))].some(([id, key]) => before.get(id) === key)).toBe(false);
  });
});

it('a long shot is known by frames spread over it, a short one by all', () => {
  const numbers = Array.from({ length: 10_020 }, (_, i) => i);
  const plans = planShots([shot(0, 0, 20), shot(1, 20, 10_020)], numbers, [], '');
  const places = [...sampledPlaces(plans)];
  expect(places.slice(0, 20)).toEqual(numbers.slice(0, 20));
  const long = places.slice(20);
  expect(long.length).toBeGreaterThan(200);
  expect(long.length).toBeLessThanOrEqual(256);
  expect([long[0], (long.at(-1) ?? 0) > 9_950]).toEqual([20, true]);
});
