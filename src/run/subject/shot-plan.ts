import { createHash } from 'node:crypto';
import type { SubjectPrompt } from '../../contract/subject-file.ts';
import type { Shot } from '../../shots/shot-list.ts';

/** A shot with the frames of it that are tracked. */
export interface PlannedShot {
  readonly shot: Shot;
  /** Places of its first and last frame among all frames that are tracked; `last` below `first` where it has none. */
  readonly first: number;
  readonly last: number;
  /** What a person pointed at in it. */
  readonly own: readonly SubjectPrompt[];
  /** Tells by what wishes it is tracked. */
  readonly key: string;
}

/** Frames of a shot that are enough to tell what moves. */
const SAMPLES = 256;

/**
 * The frames by which it is told what moves, by their places: all of a short shot, evenly spread ones of a long one. They follow
 * from the plan alone, so that a run that is gone on with takes the same.
 */
export function sampledPlaces(plans: readonly PlannedShot[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (const { first, last } of plans) {
    const step = Math.ceil((last - first + 1) / SAMPLES);
    for (let place = first; place <= last; place += step) places.add(place);
  }
  return places;
}

/** First place whose number is not below a number. */
function placeOf(numbers: readonly number[], number: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The shots in the order in which they are tracked: those first in which somebody pointed at the subject of the whole
 * video, as the others are searched for it.
 * @param numbers of all frames that are tracked, rising
 * @param wish whatever else all shots depend on
 */
export function planShots(
  shots: readonly Shot[],
  numbers: readonly number[],
  prompts: readonly SubjectPrompt[],
  wish: string,
): PlannedShot[] {
  const ofAll = prompts.filter(({ scope }) => scope === 'all');
  const isIn =
    ({ start, end }: Shot) =>
    ({ frame_number: at }: SubjectPrompt) =>
      at >= start && at < end;
  const planned = shots.map((shot): PlannedShot => {
    const own = prompts.filter(isIn(shot));
    const key = createHash('sha256')
      .update(JSON.stringify([own, ofAll, wish]))
      .digest('hex')
      .slice(0, 16);
    return { shot, first: placeOf(numbers, shot.start), last: placeOf(numbers, shot.end) - 1, own, key };
  });
  const leads = ({ own }: PlannedShot) => own.some(({ scope }) => scope === 'all');
  return [...planned.filter(leads), ...planned.filter((shot) => !leads(shot))];
}
