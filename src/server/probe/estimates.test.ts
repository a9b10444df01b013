import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import type { Probe } from '../../contract/probe.ts';
import { pictureChain } from '../../decode/picture-filters.ts';
import { probedVideo, streamMap } from '../../decode/video.fixture.ts';
import { settleRun } from '../../run/prepare-run.ts';
import { checkPart, guessedEstimates } from './guessed-estimates.ts';
import { indexedEstimates } from './indexed-estimates.ts';
import { METHODS, type MethodEstimate } from './method-estimate.ts';

const MACHINE = { bytes: 30e6, lanes: 2 };
const usual = { deinterlace: 'auto', keepPixelAspect: false, deep: false } as const;

/** A clip of a minute, 25 frames a second. */
function looked(probe: Partial<Probe> = {}, promised: number | null = 60) {
  const facts = { duration: 60, frame_count: 1500, coded_width: 1920, coded_height: 1080, ...probe };
  const video = probedVideo(facts, { promised });
  return { video, chain: pictureChain(video, usual, new Set()) };
}

const options = (given: Record<string, unknown> = {}) => resolveOptions(ANALYZE_OPTIONS, given);
const frames = (estimates: readonly MethodEstimate[]) => estimates.map((estimate) => estimate.frames);
const secondsOf = (estimates: readonly MethodEstimate[], method: string) =>
  estimates.find((estimate) => estimate.method === method)?.seconds ?? Number.NaN;

describe('the list of methods', () => {
  it('is that of the option', () => {
    expect(METHODS).toEqual(ANALYZE_OPTIONS.method.choices);
  });
});

describe('guesses without an index', () => {
  const sample = { packets: 600, keys: 12 };
  const guess = (given: Record<string, unknown> = {}, at = looked()) =>
    guessedEstimates(at, sample, options(given), MACHINE);

  it('follow from length, rate and the first packets', () => {
    expect(frames(guess())).toEqual([30, 12, null, 1500]);
    expect(frames(guess({ interval: 7 }))).toEqual([30, 9, null, 1500]);
    expect(frames(guess({ interval: 100 }))).toEqual([30, 1, null, 1500]);
    expect(frames(guess({ interval: 0.001 }))).toEqual([30, 1500, null, 1500]);
    expect(frames(guess({ maxGap: 1 }))).toEqual([60, 12, null, 1500]);
    expect(guess().every(({ exact }) => !exact)).toBe(true);
  });

  it('cover the chosen part only', () => {
    expect(frames(guess({ start: 30 }))).toEqual([15, 6, null, 750]);
    expect(frames(guess({ start: 10, end: 20 }))).toEqual([5, 2, null, 250]);
    expect(frames(guess({ end: 1000 }))).toEqual([30, 12, null, 1500]);
  });

  it('are refused for a part that clearly lies behind the end', () => {
    const check = (given: Record<string, unknown>, at = looked()) => checkPart(at.video, options(given));
    expect(() => check({ start: 200 })).toThrowError(expect.objectContaining({ code: 'range_empty' }));
    expect(() => check({ start: 60 })).not.toThrow();
    expect(() => check({ end: 200 })).not.toThrow();
    expect(() => check({ start: 200 }, looked({ duration: null, frame_count: null }, null))).not.toThrow();
  });

  it('take every frame of an intra codec for a keyframe', () => {
    const at = looked({ codec: 'prores' });
    expect(frames(guessedEstimates(at, null, options(), MACHINE))).toEqual([1500, 12, null, 1500]);
  });

  it('say nothing where the container says nothing', () => {
    const mute = looked({ duration: null, frame_count: null }, null);
    expect(guess({}, mute)).toEqual(
      METHODS.map((method) => ({ method, frames: null, exact: false, seconds: null })),
    );
    expect(frames(guess({}, looked({ duration: null }, null)))).toEqual([30, 12, null, 1500]);
    expect(frames(guessedEstimates(looked(), null, options(), MACHINE))).toEqual([null, 12, null, 1500]);
  });

  it('know that picking costs less than decoding everything', () => {
    const estimates = guess({ interval: 20 });
    expect(secondsOf(estimates, 'interval')).toBeLessThan(secondsOf(estimates, 'all') / 2);
    expect(secondsOf(estimates, 'keyframes')).toBeLessThan(secondsOf(estimates, 'scene'));
    expect(secondsOf(estimates, 'scene')).toBeLessThan(secondsOf(estimates, 'all'));
    // Transport streams cannot be entered exactly.
    const stream = guess({ interval: 20 }, looked({ container: 'mpegts' }));
    expect(secondsOf(stream, 'interval')).toBeGreaterThan(secondsOf(estimates, 'interval'));
  });
});

describe('counts from the index', () => {
  const map = streamMap(
    1500,
    Array.from({ length: 20 }, (_, i) => i * 75),
  );
  const count = (given: Record<string, unknown> = {}, at = looked(), of = map) => {
    const run = settleRun(at, of, options(given));
    return indexedEstimates(
      run,
      options(given),
      guessedEstimates(at, null, options(given), MACHINE),
      MACHINE,
    );
  };

  it('are exact except for scene changes', () => {
    expect(count().map(({ frames: n, exact }) => [n, exact])).toEqual([
      [20, true],
      [12, true],
      [null, false],
      [1500, true],
    ]);
    expect(frames(count({ start: 30, end: 36, interval: 1, maxGap: 1 }))).toEqual([6, 6, null, 150]);
  });

  it('fall back to the guess where picture types are unknown', () => {
    const at = looked({ codec: 'mjpeg' });
    const [keyframes] = count({}, at, streamMap(1500, null));
    expect(keyframes).toMatchObject({ frames: 1500, exact: false });
  });

  it('agree with the guess about the time, roughly', () => {
    const guessed = guessedEstimates(looked(), { packets: 600, keys: 8 }, options(), MACHINE);
    for (const { method, seconds } of count()) {
      const ratio = (seconds ?? 0) / secondsOf(guessed, method);
      expect(ratio, method).toBeGreaterThan(0.5);
      expect(ratio, method).toBeLessThan(2);
    }
  });
});
