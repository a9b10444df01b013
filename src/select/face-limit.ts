import { NOT_MEASURED, unscaled } from '../contract/scaled.ts';
import type { FrameColumns } from './columns.ts';
import type { FaceCriteria } from './criteria.ts';
import { faceTest } from './face-criterion.ts';

/** What of single faces can be limited. */
export const FACE_LIMITS = ['face_distance', 'face_confidence', 'face_yaw'] as const;
/** Name of such a value. */
export type FaceLimit = (typeof FACE_LIMITS)[number];

/** The same criteria without one end of a limit. */
function withoutLimit(criteria: FaceCriteria, name: FaceLimit, edge: 'min' | 'max'): FaceCriteria {
  // Without facts of the run a wanted person brings no limit along.
  if (name === 'face_distance') return { ...criteria, maxDistance: null, run: null };
  if (name === 'face_confidence') return { ...criteria, minConfidence: null };
  return { ...criteria, yaw: { ...criteria.yaw, [edge]: null } };
}

/**
 * Of each frame the value that decides whether it passes one end of a limit on faces while everything else stays as it
 * is: the best one among the faces that meet all else, the smallest for an upper end and the largest for a lower one.
 * NaN where no face meets all else.
 */
export function faceLimitValues(
  columns: FrameColumns,
  criteria: FaceCriteria,
  name: FaceLimit,
  edge: 'min' | 'max',
): Float64Array {
  const { faces, length } = columns;
  const values = new Float64Array(length).fill(Number.NaN);
  if (!faces.any) return values;
  const { known, starts } = faces;
  const { distance, confidence, yaw } = faces.values;
  const column = name === 'face_distance' ? distance : name === 'face_confidence' ? confidence : yaw;
  const meets = faceTest(faces, withoutLimit(criteria, name, edge));
  for (let row = 0; row < length; row++) {
    if (known[row] !== 1) continue;
    let best = NOT_MEASURED;
    const end = starts[row + 1] ?? 0;
    for (let face = starts[row] ?? 0; face < end; face++) {
      const value = column[face] ?? NOT_MEASURED;
      if (value === NOT_MEASURED || !meets(face)) continue;
      if (best === NOT_MEASURED || (edge === 'max' ? value < best : value > best)) best = value;
    }
    values[row] = unscaled(best);
  }
  return values;
}
