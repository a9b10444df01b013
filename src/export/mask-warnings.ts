import type { FrameRecord } from '../contract/record.ts';
import { asksForMasks, type Criteria } from '../select/criteria.ts';

const isKnown = (value: unknown) => value !== undefined && value !== null;

/** Sentences about criteria on masks by which no frame of this run can pass, other than one would think. */
export function maskWarnings(records: readonly FrameRecord[], criteria: Criteria): string[] {
  if (!asksForMasks(criteria)) return [];
  if (!records.some(({ mask_area_pct }) => isKnown(mask_area_pct))) {
    const why = records.some(({ mask_area_pct }) => mask_area_pct !== undefined)
      ? 'no frame of this run has a subject mask'
      : 'this run was made without subject masks (--enable-subject-mask)';
    return [`${why}, so no frame passes thresholds on them`];
  }
  if (criteria.masks.minIdentity === null || records.some((record) => isKnown(record.reid_similarity)))
    return [];
  return ['the subject of this run was compared with nobody, so no frame passes --min-identity'];
}
