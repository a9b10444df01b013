import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodeMethod } from './decode-method.ts';
import { type PlanInput, planDecode } from './decode-plan.ts';
import { streamMap } from './video.fixture.ts';

const METHODS: readonly DecodeMethod[] = [
  { kind: 'all' },
  { kind: 'keyframes', maxGap: null },
  { kind: 'keyframes', maxGap: 0.7 },
  { kind: 'interval', interval: 0.5 },
  { kind: 'interval', interval: 40 },
  { kind: 'scene', threshold: 0.4 },
  { kind: 'numbers', numbers: [3, 4, 500, 2000] },
];

const input = fc.record({
  method: fc.constantFrom(...METHODS),
  frames: fc.integer({ min: 1, max: 4000 }),
  gop: fc.integer({ min: 1, max: 300 }),
  first: fc.nat(3999),
  length: fc.integer({ min: 1, max: 4000 }),
  from: fc.nat(3999),
  seekable: fc.boolean(),
  temporal: fc.boolean(),
  lanes: fc.integer({ min: 1, max: 8 }),
  pixels: fc.constantFrom(320 * 180, 1920 * 1080),
  minStretch: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
});

function planInput(given: typeof input extends fc.Arbitrary<infer T> ? T : never): PlanInput {
  const { frames, gop, minStretch, length, ...rest } = given;
  const keyframes = Array.from({ length: Math.ceil(frames / gop) }, (_, i) => i * gop);
  const first = given.first % frames;
  const range = { first, end: Math.min(frames, first + length) };
  const from = first + (given.from % (range.end - first));
  return {
    ...rest,
    map: streamMap(frames, keyframes),
    range,
    from,
    ...(minStretch !== undefined && { minStretch }),
  };
}

describe('decode plan', () => {
  it('leaves no frame out of decoding where pictures depend on their neighbours', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planDecode(planInput({ ...given, temporal: true, seekable: false }));
        expect(plan.map(({ keyOnly }) => keyOnly)).toEqual(plan.map(() => false));
      }),
    );
  });

  it('stretches cover every frame that may be picked exactly once, in order', () => {
    fc.assert(
      fc.property(input, (given) => {
        const at = planInput(given);
        const plan = planDecode(at);
        const picksOnly = plan.every(({ limit }) => limit !== null);
        for (const [i, { numbers, seekTo }] of plan.entries()) {
          expect(numbers.first).toBeLessThan(numbers.end);
          expect(numbers.first).toBeGreaterThanOrEqual(at.from);
          expect(numbers.end).toBe(plan[i + 1]?.numbers.first ?? at.range.end);
          if (seekTo !== null) {
            expect(seekTo).toBeLessThanOrEqual(numbers.first);
            expect(at.map.pictures?.randomAccess[seekTo]).toBe(1);
          }
        }
        if (!picksOnly) expect(plan[0]?.numbers.first).toBe(at.from);
      }),
    );
  });

  it('however the work is cut, the same frames are expected', () => {
    fc.assert(
      fc.property(input, (given) => {
        const at = planInput(given);
        const expected = (plan: ReturnType<typeof planDecode>) =>
          plan.flatMap((stretch) => (Array.isArray(stretch.expected) ? stretch.expected : []));
        const { minStretch: _, ...plain } = at;
        const whole = planDecode({ ...plain, seekable: false, lanes: 1 });
        expect(expected(planDecode(at))).toEqual(expected(whole));
      }),
    );
  });

  const ordinary = {
    map: streamMap(
      3000,
      Array.from({ length: 60 }, (_, i) => i * 50),
    ),
    range: { first: 0, end: 3000 },
    from: 0,
    seekable: true,
    temporal: false,
    lanes: 2,
    pixels: 1920 * 1080,
  };

  it('keyframes are decoded alone where that gives exactly them', () => {
    const plan = planDecode({ ...ordinary, method: { kind: 'keyframes', maxGap: null } });
    expect(plan.every(({ keyOnly }) => keyOnly)).toBe(true);
    const pictures = ordinary.map.pictures && { ...ordinary.map.pictures, nokeyIsIntra: false };
    const doubtful = { ...ordinary, map: { ...ordinary.map, pictures } };
    const full = planDecode({ ...doubtful, method: { kind: 'keyframes', maxGap: null } });
    expect(full.some(({ keyOnly }) => keyOnly)).toBe(false);
  });

  it('seeks for long intervals, decodes through for short ones', () => {
    const far = planDecode({ ...ordinary, method: { kind: 'interval', interval: 20 } });
    expect(far.map(({ seekTo, limit }) => [seekTo, limit])).toEqual([
      [null, 1],
      [500, 1],
      [1000, 1],
      [1500, 1],
      [2000, 1],
      [2500, 1],
    ]);
    const near = planDecode({ ...ordinary, method: { kind: 'interval', interval: 0.2 } });
    expect(near.every(({ limit }) => limit === null)).toBe(true);
  });

  it('one lane means one pass, and nothing left to do means no plan', () => {
    expect(planDecode({ ...ordinary, lanes: 1, method: { kind: 'all' } })).toHaveLength(1);
    expect(planDecode({ ...ordinary, from: 3000, method: { kind: 'all' } })).toEqual([]);
  });
});
