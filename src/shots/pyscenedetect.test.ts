import { describe, expect, it } from 'vitest';
import { areaShrinker } from './area-shrink.ts';
import { adaptiveDetector } from './detectors/adaptive.ts';
import { contentDetector } from './detectors/content.ts';
import { greyOf, hashOf } from './detectors/hash.ts';
import { lumaHistogram } from './detectors/histogram.ts';
import { thresholdDetector } from './detectors/threshold.ts';
import golden from './pyscenedetect.golden.json' with { type: 'json' };
import { ShotClock, shotRate } from './shot-clock.ts';
import type { ShotDetector } from './shot-detector.ts';
import { singleCuts } from './single-cuts.ts';

type Case = (typeof golden.cases)[number];

function clockOf({ rate }: Case): ShotClock {
  const [num = 1, den = 1] = rate.split('/').map(Number);
  return new ShotClock(shotRate({ num, den }));
}

/** The cuts that a detector finds in a row of measures. */
function judged(
  one: Case,
  values: readonly number[],
  detector: Pick<ShotDetector<number>, 'judge'>,
): number[] {
  const judge = detector.judge(clockOf(one));
  const cuts = values.flatMap((value, number) =>
    judge.push({ number, micros: one.micros[number] ?? 0 }, value),
  );
  return [...cuts, ...judge.finish()];
}

describe.each(golden.cases.map((one) => [one.rate, one] as const))('at %s frames a second', (_, one) => {
  const content = { threshold: 27, minLength: 15, lumaOnly: false, flashes: 'merge' } as const;
  const adaptive = { threshold: 3, minLength: 15, lumaOnly: false, window: 2, minContent: 15 };

  it('content cuts as PySceneDetect does, merged, suppressed and as they come', () => {
    const found = (more: Partial<Parameters<typeof contentDetector>[0]>) =>
      judged(one, one.scores, contentDetector({ ...content, ...more }));
    expect(found({})).toEqual(one.merge15);
    expect(found({ minLength: 5 })).toEqual(one.merge5);
    expect(found({ flashes: 'suppress' })).toEqual(one.suppress15);
    expect(found({ minLength: 0 })).toEqual(one.none);
  });

  it('adaptive cuts as PySceneDetect does', () => {
    expect(judged(one, one.scores, adaptiveDetector(adaptive))).toEqual(one.adaptive);
    const wide = { ...adaptive, window: 3, minLength: 4, threshold: 2 };
    expect(judged(one, one.scores, adaptiveDetector(wide))).toEqual(one.adaptive3);
  });

  it('threshold cuts as PySceneDetect does, with every parameter', () => {
    const usual = {
      ...{ threshold: 12, minLength: 5, fadeBias: 0, minFade: 0, lastFade: false },
      fadeTo: 'black',
    } as const;
    const found = [
      {},
      { threshold: 30, fadeBias: -1 },
      { threshold: 30, fadeBias: 1 },
      { threshold: 70, minLength: 2, fadeTo: 'white' } as const,
      { threshold: 30, minFade: 4, lastFade: true },
    ].map((more) => judged(one, one.means, thresholdDetector({ ...usual, ...more })));
    expect(found).toEqual(one.fades);
  });

  it('one cut at a time is kept apart by frames counted from times', () => {
    const detector = {
      meter: () => () => 0,
      judge: (clock: ShotClock) => singleCuts(clock, 15, (value: number) => value >= 27),
    };
    const cuts = judged(one, one.scores, detector);
    const apart = cuts.slice(1).map((cut, i) => {
      const at = (number: number) => ({ number, micros: one.micros[number] ?? 0 });
      return clockOf(one).between(at(cuts[i] ?? 0), at(cut));
    });
    expect(cuts.length).toBeGreaterThan(2);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(15);
  });
});

describe.each(golden.pictures.map((one) => [`${one.width}x${one.height}`, one] as const))(
  'a picture of %s',
  (_, one) => {
    const length = one.width * one.height * 3;
    const bgr = Uint8Array.from({ length }, (_, i) => ((i * 7919 + (i >> 8) * 104729) >>> 3) & 255);

    it('shrinks by area as OpenCV does', () => {
      const shrink = areaShrinker(one, { width: 16, height: 16 });
      expect(Buffer.from(shrink(greyOf(bgr))).toString('base64')).toBe(one.area);
    });

    it('has the hash that PySceneDetect gives it', () => {
      const hash = hashOf(8, 2)(bgr, one);
      expect([...hash].join('')).toBe(one.hash);
    });

    it('has the histogram that PySceneDetect gives it', () => {
      expect([...lumaHistogram(bgr, 32)]).toEqual(one.histogram);
    });
  },
);
