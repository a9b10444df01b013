import { type Bounds, boundsOf, type Criteria } from '../../../select/criteria.ts';
import type { PictureFilter } from '../filters/filter-facts.ts';
import { isLimited, PICTURE_FILTERS } from '../filters/filter-list.ts';
import { MASK_FILTERS } from '../filters/mask-filters.ts';
import type { FrameFacts } from '../frame-facts.ts';
import { REASON_WORD } from '../words.ts';

/** One criterion and how a frame stands to it. */
export interface WhyLine {
  readonly filter: PictureFilter;
  readonly bounds: Bounds;
  /** NaN = not measured. */
  readonly value: number;
  readonly passes: boolean;
  /** How far the value is inside of the nearest bound; below 0 = outside; null = not measured. */
  readonly margin: number | null;
}

/** How far a value lies inside of bounds. */
export function marginOf(value: number, { min, max }: Bounds): number | null {
  if (Number.isNaN(value)) return null;
  const toMin = min === null ? Number.POSITIVE_INFINITY : value - min;
  const toMax = max === null ? Number.POSITIVE_INFINITY : max - value;
  return Math.min(toMin, toMax);
}

const FILTERS = [...PICTURE_FILTERS, ...MASK_FILTERS];

/** Every criterion on picture and mask that is in effect, whatever decided about the frame. */
export function whyLines(criteria: Criteria, valueIn: (filter: PictureFilter) => number): WhyLine[] {
  return FILTERS.filter(
    ({ bound, modes }) => modes.includes(criteria.mode) && isLimited(criteria, bound),
  ).map((filter) => {
    const bounds = boundsOf(criteria, filter.bound);
    const value = valueIn(filter);
    const margin = marginOf(value, bounds);
    return { filter, bounds, value, margin, passes: margin !== null && margin >= 0 };
  });
}

/** What became of a frame, in a few words. */
export function headline({ verdict, reason, byRun, undecodable }: FrameFacts): string {
  if (verdict === 'pin') return 'Kept: pinned';
  if (verdict === 'reject') return 'Dropped: rejected by hand';
  if (undecodable) return 'Dropped: could not be decoded';
  if (reason === null) return 'Kept';
  return byRun ? `Dropped by the run: ${REASON_WORD[reason]}` : `Dropped: ${REASON_WORD[reason]}`;
}
