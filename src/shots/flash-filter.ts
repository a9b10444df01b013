import type { ShotClock, ShotFrame } from './shot-clock.ts';

/** What becomes of cuts that follow each other too fast: one cut at the last of them, or only the first. */
export type FlashMode = 'merge' | 'suppress';

/** PySceneDetect 0.7.2's FlashFilter: keeps cuts apart by a number of frames. */
export class FlashFilter {
  readonly #clock: ShotClock;
  readonly #mode: FlashMode;
  readonly #length: number;
  #lastAbove: ShotFrame | null = null;
  #mergeEnabled = false;
  #mergeStart: ShotFrame | null = null;

  /** @param length fewest frames between two cuts; 0 lets all pass */
  constructor(clock: ShotClock, mode: FlashMode, length: number) {
    this.#clock = clock;
    this.#mode = mode;
    this.#length = length;
  }

  /** Takes the next frame and whether it is above the threshold; returns the cut that is certain now, or null. */
  push(frame: ShotFrame, above: boolean): number | null {
    if (this.#length <= 0) return above ? frame.number : null;
    const before = this.#lastAbove ?? frame;
    const far = this.#clock.between(before, frame) >= this.#length;
    if (this.#mode === 'suppress') {
      this.#lastAbove = above && far ? frame : before;
      return above && far ? frame.number : null;
    }
    this.#lastAbove = above ? frame : before;
    return this.#merge(frame, this.#lastAbove, above, far);
  }

  #merge(frame: ShotFrame, last: ShotFrame, above: boolean, far: boolean): number | null {
    if (this.#mergeStart !== null) {
      const done = far && !above && this.#clock.between(this.#mergeStart, last) >= this.#length;
      if (!done) return null;
      this.#mergeStart = null;
      return last.number;
    }
    if (!above) return null;
    if (far) {
      this.#mergeEnabled = true;
      return frame.number;
    }
    if (this.#mergeEnabled) this.#mergeStart = frame;
    return null;
  }
}
