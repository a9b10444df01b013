import type { PreparedRun } from './prepare-run.ts';

/** A stretch without a keyframe that is worth a warning, seconds. */
const LONG_GAP_SECONDS = 10;
/** Fewer keyframes than this are worth one too. */
const FEW_FRAMES = 3;

/**
 * The warning about keyframes that are too few or too far apart to stand for the video; null when they do.
 * @param times times of the picked frames, seconds, rising
 */
export function gapWarning(
  { method, map, range, duration, stills }: PreparedRun,
  times: readonly number[],
): string | null {
  if (method.kind !== 'keyframes' || method.maxGap !== null || stills) return null;
  const start = map.index.timeAt(map.index.ptsOf(range.first));
  const marks = [start, ...times, start + duration];
  const gaps = marks.slice(1).map((time, i) => time - (marks[i] ?? time));
  const long = gaps.filter((gap) => gap > LONG_GAP_SECONDS);
  const advice = 'add frames in between with --max-gap SECONDS';
  if (long.length > 0) {
    const longest = Math.max(...long).toFixed(1);
    return `${long.length} stretches of more than ${LONG_GAP_SECONDS} s have no keyframe (the longest ${longest} s): ${advice}`;
  }
  const few = times.length < FEW_FRAMES && range.end - range.first > times.length;
  return few
    ? `only ${times.length} keyframe${times.length === 1 ? '' : 's'} in ${duration.toFixed(1)} s: ${advice}`
    : null;
}
