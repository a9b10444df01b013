import { roundHalfEven } from '../round-half-even.ts';
import type { ShotClock, ShotFrame } from '../shot-clock.ts';
import type { ShotDetector, ShotJudge } from '../shot-detector.ts';
import { smallPictures } from '../small-pictures.ts';

/** Parameters of the threshold detector. */
export interface ThresholdOptions {
  /** Mean of all samples below which a picture counts as black, 0 to 255. */
  readonly threshold: number;
  /** Frames. */
  readonly minLength: number;
  /** Where between fade-out and fade-in the cut lies: -1 at the fade-out, 0 in the middle, 1 at the fade-in. */
  readonly fadeBias: number;
  /** What a picture fades to: black (below the threshold) or white (at or above it). */
  readonly fadeTo: 'black' | 'white';
  /** Fewest frames that stay faded. */
  readonly minFade: number;
  /** Whether a fade-out at the end of the video begins a shot. */
  readonly lastFade: boolean;
}

/** Where frames are unevenly spaced, the counted place can lie up to so many frames before the fade-out. */
const NEAR = 4;

/** Judges the mean of all samples: a cut lies between a fade-out and the next fade-in. */
class FadeJudge implements ShotJudge<number> {
  readonly #options: ThresholdOptions;
  readonly #clock: ShotClock;
  #faded: boolean | null = null;
  /** The frames since the last fade-out. */
  #since: ShotFrame[] = [];
  /** The latest frames before it. */
  #before: readonly ShotFrame[] = [];
  #latest: readonly ShotFrame[] = [];
  #lastCut: ShotFrame | null = null;

  constructor(options: ThresholdOptions, clock: ShotClock) {
    this.#options = options;
    this.#clock = clock;
  }

  push(frame: ShotFrame, mean: number): readonly number[] {
    const { threshold, fadeTo, minLength, minFade } = this.#options;
    const level = Math.trunc(threshold);
    const isFaded = fadeTo === 'black' ? mean < level : mean >= level;
    const lastCut = this.#lastCut ?? frame;
    this.#lastCut = lastCut;
    const was = this.#faded;
    this.#faded = isFaded;
    if (isFaded && !was) {
      this.#since = [];
      this.#before = this.#latest;
    }
    this.#latest = [...this.#latest.slice(1 - NEAR), frame];
    if (isFaded || was) this.#since.push(frame);
    const [out] = this.#since;
    if (isFaded || !was || !out) return [];
    if (this.#clock.between(lastCut, frame) < minLength || this.#clock.between(out, frame) < minFade)
      return [];
    this.#lastCut = frame;
    return [this.#split(out, frame)];
  }

  finish(): readonly number[] {
    const [out] = this.#since;
    const last = this.#since.at(-1);
    if (!this.#faded || !this.#options.lastFade || !out || !last || !this.#lastCut) return [];
    if (this.#clock.between(this.#lastCut, last) < this.#options.minLength) return [];
    const faded = this.#clock.between(out, last) + 1;
    return faded >= this.#options.minFade ? [out.number] : [];
  }

  /**
   * The frame nearest to the place of the cut, which is counted in whole frames at the stream's rate; where frames are
   * unevenly spaced that place may lie behind the fade-in, and the fade-in is taken.
   */
  #split(out: ShotFrame, into: ShotFrame): number {
    const from = this.#clock.numberOf(out);
    const length = this.#clock.numberOf(into) - from;
    const place = from + roundHalfEven((length * (1 + this.#options.fadeBias)) / 2);
    const micros = this.#clock.microsOf(place);
    const distance = (frame: ShotFrame) => Math.abs(frame.micros - micros);
    const near = [...this.#before, ...this.#since];
    return near.reduce((best, frame) => (distance(frame) < distance(best) ? frame : best)).number;
  }
}

/** PySceneDetect 0.7.2's ThresholdDetector: fades through black or white. */
export function thresholdDetector(options: ThresholdOptions): ShotDetector<number> {
  return {
    pictures: smallPictures,
    meter:
      () =>
      ({ bgr }) => {
        let sum = 0;
        for (const sample of bgr) sum += sample;
        return sum / bgr.length;
      },
    judge: (clock) => new FadeJudge(options, clock),
  };
}
