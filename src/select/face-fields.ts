import { NOT_MEASURED, unscaled } from '../contract/scaled.ts';
import { binOf } from './bins.ts';
import type { FaceColumns } from './face-columns.ts';
import { FACE_FIELDS, type FaceField } from './fields.ts';

/** What the faces of each frame say, worked out when it is asked for: a run without faces pays nothing. */
export class FaceFields {
  readonly #faces: FaceColumns;
  readonly #values: Record<FaceField, Float64Array>;
  readonly #bins: Record<FaceField, Uint8Array>;
  #filled = 0;
  #revision = 0;

  constructor(faces: FaceColumns) {
    this.#faces = faces;
    const each = <T>(make: () => T) => ({
      face_distance: make(),
      face_count: make(),
      face_confidence: make(),
    });
    this.#values = each(() => new Float64Array(0));
    this.#bins = each(() => new Uint8Array(0));
  }

  /** The values of a field with one entry a row or more, NaN where there is none. */
  values(field: FaceField): Float64Array {
    this.#fill();
    return this.#values[field];
  }

  /** The histogram bin of each value. */
  bins(field: FaceField): Uint8Array {
    this.#fill();
    return this.#bins[field];
  }

  #fill(): void {
    const { rows, revision } = this.#faces;
    if (revision !== this.#revision) this.#filled = 0;
    this.#revision = revision;
    this.#reserve(rows);
    for (let row = this.#filled; row < rows; row++) this.#fillRow(row);
    this.#filled = rows;
  }

  #fillRow(row: number): void {
    const { any, known, starts, values } = this.#faces;
    if (!any || known[row] !== 1) {
      for (const field of FACE_FIELDS) this.#set(field, row, Number.NaN);
      return;
    }
    const first = starts[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    let nearest = NOT_MEASURED;
    let surest = NOT_MEASURED;
    for (let face = first; face < end; face++) {
      const distance = values.distance[face] ?? NOT_MEASURED;
      if (distance !== NOT_MEASURED && (nearest === NOT_MEASURED || distance < nearest)) nearest = distance;
      surest = Math.max(surest, values.confidence[face] ?? NOT_MEASURED);
    }
    this.#set('face_distance', row, unscaled(nearest));
    this.#set('face_count', row, end - first);
    this.#set('face_confidence', row, unscaled(surest));
  }

  #set(field: FaceField, row: number, value: number): void {
    this.#values[field][row] = value;
    this.#bins[field][row] = binOf(field, value);
  }

  #reserve(rows: number): void {
    const room = this.#values.face_count.length;
    if (rows <= room) return;
    const larger = Math.max(rows, 2 * room);
    for (const field of FACE_FIELDS) {
      const [values, bins] = [new Float64Array(larger), new Uint8Array(larger)];
      values.set(this.#values[field]);
      bins.set(this.#bins[field]);
      this.#values[field] = values;
      this.#bins[field] = bins;
    }
  }
}
