import type { FrameColumns } from '../../../select/columns.ts';
import type { FaceCriteria } from '../../../select/criteria.ts';
import { type FaceLimit, faceLimitValues } from '../../../select/face-limit.ts';
import { sortedRows } from './sort-kernel.ts';

/** Frames by what decides about one end of a limit on faces. */
export interface FaceLimitOrder {
  /** Of each row; NaN where no face meets everything else. */
  readonly values: Float64Array;
  /** Rows by rising value, those without one last. */
  readonly order: Uint32Array;
}

/** Everything but the limit itself, which moves while everything else stays. */
function stampOf(
  columns: FrameColumns,
  criteria: FaceCriteria,
  name: FaceLimit,
  edge: 'min' | 'max',
): string {
  const { person, maxDistance, minConfidence, eyesOpen, yaw, run } = criteria;
  const other = {
    person,
    eyesOpen,
    run: name === 'face_distance' ? null : run,
    maxDistance: name === 'face_distance' ? null : maxDistance,
    minConfidence: name === 'face_confidence' ? null : minConfidence,
    yaw: name === 'face_yaw' ? { ...yaw, [edge]: null } : yaw,
  };
  return JSON.stringify([name, edge, columns.length, columns.faces.revision, other]);
}

/** Keeps the order that was asked for last: it is asked for again at every move of a handle. */
export class FaceLimitOrders {
  #columns: FrameColumns | null = null;
  #stamp = '';
  #made: FaceLimitOrder | null = null;

  /** The order for one end of a limit. */
  get(columns: FrameColumns, criteria: FaceCriteria, name: FaceLimit, edge: 'min' | 'max'): FaceLimitOrder {
    const stamp = stampOf(columns, criteria, name, edge);
    if (this.#made && this.#columns === columns && this.#stamp === stamp) return this.#made;
    const values = faceLimitValues(columns, criteria, name, edge);
    this.#made = { values, order: sortedRows(values, false) };
    this.#columns = columns;
    this.#stamp = stamp;
    return this.#made;
  }
}
