import type { Rational } from '../contract/probe.ts';
import { rescale } from './rational.ts';

const MICROSECONDS: Rational = { num: 1, den: 1_000_000 };

/**
 * The frames of a video stream by presentation time: frame number (rank) <-> pts, without decoding.
 *
 * Frame numbers count the packets that the container does not discard, in order of pts; packets that share a pts
 * keep their order in the file.
 */
export class FrameIndex {
  /** pts of every frame, ascending, in units of {@link timeBase}. */
  readonly pts: Float64Array;
  readonly timeBase: Rational;
  /** The file's start time in units of {@link timeBase}; subtracted from every time shown. */
  readonly origin: number;
  /** Duration of the last frame in units of {@link timeBase}; 0 where unknown. */
  readonly lastDuration: number;
  /** Greatest number of frames that share a pts; 1 in a sound stream. */
  readonly mostAtOneTime: number;

  /**
   * @param pts pts of every frame in any order, in units of `timeBase`
   * @param startTime the file's start time in seconds, as ffprobe prints it (microseconds)
   */
  constructor(pts: Float64Array, timeBase: Rational, startTime: number, lastDuration = 0) {
    this.pts = pts.slice().sort();
    this.timeBase = timeBase;
    this.origin = rescale(Math.round(startTime * 1e6), MICROSECONDS, timeBase);
    this.lastDuration = lastDuration;
    this.mostAtOneTime = longestRun(this.pts);
  }

  /** Number of frames. */
  get length(): number {
    return this.pts.length;
  }

  /** Seconds at which the last frame ends, as a player shows them. */
  get endTime(): number {
    return this.timeAt(this.ptsOf(this.length - 1) + this.lastDuration);
  }

  /** pts of a frame number. Throws RangeError outside the stream. */
  ptsOf(frameNumber: number): number {
    const value = this.pts[frameNumber];
    if (value === undefined) throw new RangeError(`frame ${frameNumber} of ${this.length}`);
    return value;
  }

  /** Seconds of a pts as a player shows them, rounded to 6 decimals. */
  timeAt(pts: number): number {
    const { num, den } = this.timeBase;
    return Math.round((((pts - this.origin) * num) / den) * 1e6) / 1e6;
  }

  /** First frame number whose pts is at least the given one; {@link length} when there is none. */
  firstAtOrAfter(pts: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.pts[middle] ?? Number.POSITIVE_INFINITY) < pts) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** First of the frames that share the pts of a frame; the frame itself where none does. */
  firstOfTime(frameNumber: number): number {
    return this.firstAtOrAfter(this.ptsOf(frameNumber));
  }

  /** First frame behind those that share the pts of a frame; {@link length} when there is none. */
  nextTime(frameNumber: number): number {
    let next = frameNumber + 1;
    while (this.pts[next] === this.ptsOf(frameNumber)) next++;
    return next;
  }

  /**
   * Frame number of a decoded frame.
   * @param after number of the frame that came before; of frames sharing a pts the next higher one is meant
   * @param place which of the frames that share the pts it is, from 0; left out where that is not known
   * @returns the frame number, or null when no frame of the stream has this pts
   */
  numberOf(pts: number, after = -1, place?: number): number | null {
    let number = this.firstAtOrAfter(pts) + (place ?? 0);
    if (this.pts[number] !== pts) return null;
    while (place === undefined && number <= after && this.pts[number + 1] === pts) number++;
    return number;
  }
}

/** Length of the longest run of equal numbers; at least 1. */
function longestRun(sorted: Float64Array): number {
  let longest = 1;
  let run = 1;
  for (let i = 1; i < sorted.length; i++) {
    run = sorted[i] === sorted[i - 1] ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}
