import type { ShotFrame } from '../shot-clock.ts';
import type { ShotDetector } from '../shot-detector.ts';
import { smallPictures } from '../small-pictures.ts';
import { contentMeter } from './content.ts';

/** Parameters of the adaptive detector. */
export interface AdaptiveOptions {
  /** By how much a frame's score must exceed the mean of its neighbours' scores, as a ratio. */
  readonly threshold: number;
  /** Frames. */
  readonly minLength: number;
  readonly lumaOnly: boolean;
  /** Neighbours on each side. */
  readonly window: number;
  /** Least score of a cut, 0 to 255. */
  readonly minContent: number;
}

/** A mean below this counts as zero; the ratio is at most the other (PySceneDetect's). */
const ZERO = 0.00001;
const MOST = 255;

/** PySceneDetect 0.7.2's AdaptiveDetector: a content score that stands out among its neighbours. */
export function adaptiveDetector(options: AdaptiveOptions): ShotDetector<number> {
  const { threshold, minLength, window, minContent } = options;
  const ratioOf = (score: number, mean: number) => {
    if (Math.abs(mean) >= ZERO) return Math.min(score / mean, MOST);
    return score >= minContent ? MOST : 0;
  };
  return {
    pictures: smallPictures,
    meter: () => contentMeter(options.lumaOnly),
    judge: (clock) => {
      const scores: { frame: ShotFrame; score: number }[] = [];
      let lastCut: ShotFrame | null = null;
      return {
        push: (frame, score) => {
          lastCut ??= frame;
          scores.push({ frame, score });
          if (scores.length > 2 * window + 1) scores.shift();
          const target = scores[window];
          if (scores.length <= 2 * window || !target) return [];
          let sum = 0;
          for (const [i, other] of scores.entries()) if (i !== window) sum += other.score;
          const isCut = ratioOf(target.score, sum / (2 * window)) >= threshold && target.score >= minContent;
          if (!isCut || clock.between(lastCut, target.frame) < minLength) return [];
          lastCut = target.frame;
          return [target.frame.number];
        },
        finish: () => [],
      };
    },
  };
}
