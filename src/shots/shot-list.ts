import type { FrameRange } from '../decode/decode-method.ts';
import type { FrameIndex } from '../decode/frame-index.ts';

/** Frames without a cut between them. */
export interface Shot {
  /** Place in the list, from 0. */
  readonly id: number;
  /** Number of its first frame. */
  readonly start: number;
  /** Number of the first frame behind it. */
  readonly end: number;
  /** Seconds as a player shows them. */
  readonly start_time: number;
  /** When the next frame begins, or the last frame ends. */
  readonly end_time: number;
}

/**
 * The shots of a range: they follow each other without a gap.
 * @param cuts numbers of frames that begin a shot, in any order; those outside the range and doubles count nothing
 */
export function shotList(index: FrameIndex, range: FrameRange, cuts: readonly number[]): Shot[] {
  const inside = cuts.filter((cut) => cut > range.first && cut < range.end);
  const starts = [...new Set([range.first, ...inside])].sort((a, b) => a - b);
  const timeOf = (number: number) =>
    number < index.length ? index.timeAt(index.ptsOf(number)) : index.endTime;
  return starts.map((start, id) => {
    const end = starts[id + 1] ?? range.end;
    return { id, start, end, start_time: timeOf(start), end_time: timeOf(end) };
  });
}
