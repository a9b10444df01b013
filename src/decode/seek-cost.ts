import type { FrameRange } from './decode-method.ts';
import { MOST_NAMED_FRAMES } from './pick-expression.ts';
import type { PictureMap } from './stream-map.ts';
import { entryFor, type Stretch } from './stretch.ts';

/** Milliseconds to start ffmpeg, open a file and seek in it (measured, docs/benchmarks.md). */
export const START_MS = 60;
/** Milliseconds to decode a megapixel of inter-coded video on one core, and the floor for small pictures. */
const MS_A_MEGAPIXEL = 1.7;
const MS_A_FRAME = 0.08;
/** Seeking must be clearly cheaper, because these are estimates. */
const MARGIN = 0.7;

/** Milliseconds to decode one frame of so many stored pixels on one core. */
export function frameCost(pixels: number): number {
  return MS_A_FRAME + (pixels / 1e6) * MS_A_MEGAPIXEL;
}

/**
 * Gathers picks into stretches: each begins at the random access point before its first pick and goes on as long
 * as decoding through to the next pick is cheaper than a new process.
 */
export function groupPicks(
  picks: readonly number[],
  pictures: PictureMap,
  range: FrameRange,
  lead: number,
  pixels: number,
): Stretch[] {
  const worthAStart = START_MS / frameCost(pixels);
  const groups: { seekTo: number | null; picks: number[] }[] = [];
  for (const pick of picks) {
    const entry = entryFor(pictures, pick, lead);
    const current = groups.at(-1);
    const last = current?.picks.at(-1);
    const full = (current?.picks.length ?? 0) >= MOST_NAMED_FRAMES;
    if (current && !full && last !== undefined && (entry ?? 0) - last < worthAStart) current.picks.push(pick);
    else groups.push({ seekTo: entry, picks: [pick] });
  }
  return groups.map(({ seekTo, picks: expected }, i) => {
    const first = i === 0 ? (expected[0] ?? range.first) : (expected[0] ?? 0);
    const end = groups[i + 1]?.picks[0] ?? range.end;
    return { numbers: { first, end }, seekTo, keyOnly: false, limit: expected.length, expected };
  });
}

/** Whether decoding these groups one by one costs clearly less than decoding `frames` frames in one go. */
export function seekingPays(groups: readonly Stretch[], frames: number, pixels: number): boolean {
  const decoded = groups.reduce((sum, { seekTo, expected }) => {
    const last = Array.isArray(expected) ? (expected.at(-1) ?? 0) : 0;
    return sum + last - (seekTo ?? 0) + 4;
  }, 0);
  const seeking = groups.length * START_MS + decoded * frameCost(pixels);
  return seeking < MARGIN * frames * frameCost(pixels);
}
