import type { ShotClock, ShotFrame } from './shot-clock.ts';
import type { ShotJudge } from './shot-detector.ts';

/**
 * A cut wherever a measure says so, unless the last cut (or the beginning) is nearer than the shortest shot.
 * @param isCut whether a measure is a cut's; the first frame's is null
 */
export function singleCuts<M>(
  clock: ShotClock,
  minLength: number,
  isCut: (measure: M) => boolean,
): ShotJudge<M> {
  let lastCut: ShotFrame | null = null;
  return {
    push: (frame, measure) => {
      lastCut ??= frame;
      if (!isCut(measure) || clock.between(lastCut, frame) < minLength) return [];
      lastCut = frame;
      return [frame.number];
    },
    finish: () => [],
  };
}
