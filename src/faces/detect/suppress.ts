import { type Box, boxArea, type Detection } from '../face-types.ts';

/** How much two boxes overlap, 0..1. */
export type Overlap = (a: Box, b: Box) => number;

function intersection(a: Box, b: Box, extra: number): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]) + extra);
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]) + extra);
  return width * height;
}

/** Intersection over union of boxes whose right and bottom edges are pixels inside (insightface, scrfd.py). */
export const pixelOverlap: Overlap = (a, b) => {
  const common = intersection(a, b, 1);
  const area = (box: Box) => (box[2] - box[0] + 1) * (box[3] - box[1] + 1);
  return common / (area(a) + area(b) - common);
};

/**
 * Intersection over union of boxes as areas.
 * @param epsilon added to the union (UltraFace, box_utils.py: 1e-5)
 */
export function areaOverlap(epsilon: number): Overlap {
  return (a, b) => {
    const common = intersection(a, b, 0);
    return common / (boxArea(a) + boxArea(b) - common + epsilon);
  };
}

/** A rule of non-maximum suppression. */
export interface SuppressionRule {
  readonly overlap: Overlap;
  /** A box is dropped when it overlaps a better one by more than this. */
  readonly most: number;
  /** How many of the best are looked at at all; default: all. */
  readonly candidates?: number;
}

/** Greedy non-maximum suppression; the result is ordered by score, descending, equal scores in their first order. */
export function suppress<T extends Detection>(found: readonly T[], rule: SuppressionRule): T[] {
  const { overlap, most, candidates = found.length } = rule;
  const kept: T[] = [];
  for (const next of [...found].sort((a, b) => b.score - a.score).slice(0, candidates)) {
    if (kept.every(({ box }) => overlap(box, next.box) <= most)) kept.push(next);
  }
  return kept;
}
