import { unscaled } from '../contract/scaled.ts';
import { binOf } from './bins.ts';
import type { MaskField } from './fields.ts';
import type { SubjectColumns } from './subject-columns.ts';

interface Filled {
  values: Float64Array;
  bins: Uint8Array;
  /** Rows that are worked out. */
  rows: number;
}

const COLUMN_OF = { mask_area: 'area', identity: 'identity', object_score: 'objectScore' } as const;

/** What the masks say as doubles with their bins, worked out when it is asked for: a run without masks pays nothing. */
export class MaskFields {
  readonly #subjects: SubjectColumns;
  readonly #filled = new Map<MaskField, Filled>();

  constructor(subjects: SubjectColumns) {
    this.#subjects = subjects;
  }

  /** The values of a field with one entry a row or more, NaN where there is none. */
  values(field: MaskField): Float64Array {
    return this.#fill(field).values;
  }

  /** The histogram bin of each value. */
  bins(field: MaskField): Uint8Array {
    return this.#fill(field).bins;
  }

  #fill(field: MaskField): Filled {
    const { rows, any, masks } = this.#subjects;
    const filled = this.#filled.get(field) ?? {
      values: new Float64Array(0),
      bins: new Uint8Array(0),
      rows: 0,
    };
    this.#filled.set(field, filled);
    if (filled.rows === rows) return filled;
    if (rows > filled.values.length) {
      const room = Math.max(rows, 2 * filled.values.length);
      const [values, bins] = [new Float64Array(room), new Uint8Array(room)];
      values.set(filled.values);
      bins.set(filled.bins);
      Object.assign(filled, { values, bins });
    }
    const column = masks[COLUMN_OF[field]];
    for (let row = filled.rows; row < rows; row++) {
      const value = any ? unscaled(column[row] ?? Number.NaN) : Number.NaN;
      filled.values[row] = value;
      filled.bins[row] = binOf(field, value);
    }
    filled.rows = rows;
    return filled;
  }
}
