import type { RunEvent } from '../contract/events.ts';
import type { RunCounts } from '../contract/run-files.ts';

/** Shortest time between two progress events, milliseconds. */
const EVENT_MS = 100;

/** Speeds and the time left of a run, from how far it has come. */
export class ProgressMeter {
  readonly #total: number | null;
  readonly #firstFrame: number;
  readonly #endFrame: number;
  readonly #duration: number;
  readonly #started: number;
  readonly #now: () => number;
  #lastEvent = Number.NEGATIVE_INFINITY;

  /**
   * @param total frames to record, where known
   * @param frames frame numbers to be looked through from this start on, `end` exclusive
   * @param duration seconds of video in the whole range
   * @param now milliseconds of a clock
   */
  constructor(
    total: number | null,
    frames: { readonly first: number; readonly end: number },
    duration: number,
    now: () => number,
  ) {
    this.#total = total;
    this.#firstFrame = frames.first;
    this.#endFrame = frames.end;
    this.#duration = duration;
    this.#now = now;
    this.#started = now();
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (this.#now() - this.#started) / 1000;
  }

  /** Whether enough time has passed for the next event. */
  get due(): boolean {
    return this.#now() - this.#lastEvent >= EVENT_MS;
  }

  /**
   * The progress event for a state.
   * @param counts records so far, those of earlier sessions included
   * @param frameNumber next frame number to be recorded
   * @param position its time in the range, seconds
   */
  event(counts: RunCounts, frameNumber: number, position: number): Extract<RunEvent, { event: 'progress' }> {
    this.#lastEvent = this.#now();
    const seconds = Math.max(this.seconds, 0.001);
    const passed = Math.max(0, frameNumber - this.#firstFrame);
    const whole = Math.max(1, this.#endFrame - this.#firstFrame);
    const share = Math.min(1, passed / whole);
    const videoSeconds = this.#duration * share;
    const eta = share > 0.005 && seconds > 0.5 ? (seconds * (1 - share)) / share : null;
    return {
      event: 'progress',
      done: counts.processed,
      total: this.#total,
      position: Math.round(position * 1000) / 1000,
      duration: Math.round(this.#duration * 1000) / 1000,
      fps: Math.round((passed / seconds) * 10) / 10,
      speed: Math.round((videoSeconds / seconds) * 100) / 100,
      eta: eta === null ? null : Math.round(eta * 10) / 10,
      counts,
    };
  }
}
