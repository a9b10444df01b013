import { MASK_EMPTY } from '../contract/mask-table.ts';
import { type Criteria, isBounded } from './criteria.ts';
import { type Criterion, reasonBit } from './reason-bit.ts';
import type { SubjectColumns } from './subject-columns.ts';

/** The bit of a frame whose mask is empty. */
export const EMPTY_MASK = reasonBit('mask_empty');

/** Fails the frames whose mask is empty. */
export function emptyMaskCriterion({ masks }: SubjectColumns): Criterion {
  return (failing) => {
    const { flags } = masks;
    const rows = Math.min(failing.length, flags.length);
    for (let row = 0; row < rows; row++) {
      if ((flags[row] ?? 0) & MASK_EMPTY) failing[row] = (failing[row] ?? 0) | EMPTY_MASK;
    }
  };
}

/**
 * The criteria that an empty mask stands for: it fails because something is asked of masks at all, and would pass if
 * nothing was.
 */
export function emptyMaskStandsFor({ masks }: Criteria): number {
  const identity = masks.minIdentity === null ? 0 : reasonBit('identity');
  return identity | (isBounded(masks.area) ? reasonBit('mask_area') : 0);
}
