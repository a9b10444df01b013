import { REASONS, type Reason } from '../contract/reasons.ts';
import { FRAME_STATUS, type FrameRecord } from '../contract/record.ts';
import type { RecordTable } from '../contract/record-table.ts';
import { NOT_MEASURED, unscaled } from '../contract/scaled.ts';
import { binOf } from './bins.ts';
import { type Comparison, FaceColumns } from './face-columns.ts';
import { FaceFields } from './face-fields.ts';
import { isFaceField, isMaskField, MEASURED_FIELDS, type MeasuredField, type StoredField } from './fields.ts';
import { MaskFields } from './mask-fields.ts';
import { SubjectColumns } from './subject-columns.ts';

/** Standing of a row that only criteria decide about. */
export const OPEN = 0;

/** A reason as it stands in a column: its place in the fixed order, counted from 1. */
export function reasonCode(reason: Reason): number {
  return REASONS.indexOf(reason) + 1;
}

function standingOf(record: FrameRecord): number {
  if (record.status === 'error') return reasonCode('error');
  if (record.status === 'rejected') return reasonCode(record.reject_reason ?? 'quality');
  return OPEN;
}

/** A record's value of a field, NaN where nothing was measured. */
function storedValue(record: FrameRecord, field: MeasuredField): number {
  const value =
    field === 'sharpness_raw' || field === 'edge_strength_raw' ? record[field] : record[`${field}_score`];
  return value ?? Number.NaN;
}

/** {@link storedValue} of a row of a table. */
function tableValue({ raw, scores }: RecordTable, field: MeasuredField, row: number): number {
  if (field === 'sharpness_raw' || field === 'edge_strength_raw') return raw[field][row] ?? Number.NaN;
  return unscaled(scores[field][row] ?? NOT_MEASURED);
}

const ERROR_STATUS = FRAME_STATUS.indexOf('error');
const REJECTED_STATUS = FRAME_STATUS.indexOf('rejected');

/** {@link standingOf} of a row of a table. */
function tableStanding({ status, reason }: RecordTable, row: number): number {
  if (status[row] === ERROR_STATUS) return reasonCode('error');
  if (status[row] === REJECTED_STATUS) return reason[row] || reasonCode('quality');
  return OPEN;
}

type PerField<T> = Record<MeasuredField, T>;

function perField<T>(make: (field: MeasuredField) => T): PerField<T> {
  return {
    sharpness: make('sharpness'),
    edge_strength: make('edge_strength'),
    contrast: make('contrast'),
    brightness: make('brightness'),
    entropy: make('entropy'),
    sharpness_raw: make('sharpness_raw'),
    edge_strength_raw: make('edge_strength_raw'),
  };
}

function grown<T extends Float64Array | Uint8Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}

/**
 * The records of a run as columns: row = place of the record. Values are doubles, because a limit taken from a
 * frame must let that very frame pass (32-bit floats fall below the decimal value half of the time).
 * Arrays are longer than {@link length}: only the first `length` entries count, and appending may replace them.
 */
export class FrameColumns {
  #length = 0;
  #ordered = true;
  #rows: Map<number, number> | null = null;
  #frameNumbers: Float64Array;
  #times: Float64Array;
  #standing: Uint8Array;
  readonly #values: PerField<Float64Array>;
  readonly #bins: PerField<Uint8Array>;
  readonly #faces = new FaceColumns();
  readonly #faceFields = new FaceFields(this.#faces);
  readonly #subjects = new SubjectColumns();
  readonly #maskFields = new MaskFields(this.#subjects);

  /** @param capacity rows to make room for at once; more are made when needed */
  constructor(capacity = 1024) {
    const rows = Math.max(1, capacity);
    this.#frameNumbers = new Float64Array(rows);
    this.#times = new Float64Array(rows);
    this.#standing = new Uint8Array(rows);
    this.#values = perField(() => new Float64Array(rows));
    this.#bins = perField(() => new Uint8Array(rows));
  }

  /** Columns of finished records; frame numbers must be unique. */
  static from(records: readonly FrameRecord[]): FrameColumns {
    const columns = new FrameColumns(records.length);
    for (const record of records) columns.append(record);
    return columns;
  }

  /** Rows. */
  get length(): number {
    return this.#length;
  }

  /** Whether frame numbers rise from row to row, as in a finished run. */
  get ordered(): boolean {
    return this.#ordered;
  }

  /** Frame number of each row. */
  get frameNumbers(): Float64Array {
    return this.#frameNumbers;
  }

  /** Seconds as a player shows them. */
  get times(): Float64Array {
    return this.#times;
  }

  /** What the run decided: {@link OPEN}, or the {@link reasonCode} of an error or of the pre-filter. */
  get standing(): Uint8Array {
    return this.#standing;
  }

  /** The faces of each row, to look at; they are changed by way of {@link append} and {@link compareFaces}. */
  get faces(): FaceColumns {
    return this.#faces;
  }

  /** Shot and subject mask of each row, to look at; they are changed by way of {@link append}. */
  get subjects(): SubjectColumns {
    return this.#subjects;
  }

  /** Points, uncapped values or what faces and mask say; NaN where nothing was measured. */
  values(field: StoredField): Float64Array {
    if (isMaskField(field)) return this.#maskFields.values(field);
    return isFaceField(field) ? this.#faceFields.values(field) : this.#values[field];
  }

  /** Histogram bin of each value. */
  bins(field: StoredField): Uint8Array {
    if (isMaskField(field)) return this.#maskFields.bins(field);
    return isFaceField(field) ? this.#faceFields.bins(field) : this.#bins[field];
  }

  /**
   * Gives every face another distance and person, as other references were chosen; the distances of the frames follow.
   * @throws RangeError where they are not as many as the faces
   */
  compareFaces(comparison: Comparison): void {
    this.#faces.compare(comparison);
  }

  /** Adds one record as the last row; its frame number must be new. */
  append(record: FrameRecord): void {
    const row = this.#length;
    if (row === this.#times.length) this.#grow();
    if (row > 0 && record.frame_number <= (this.#frameNumbers[row - 1] ?? 0)) this.#ordered = false;
    this.#frameNumbers[row] = record.frame_number;
    this.#times[row] = record.time;
    this.#standing[row] = standingOf(record);
    for (const field of MEASURED_FIELDS) {
      const value = storedValue(record, field);
      this.#values[field][row] = value;
      this.#bins[field][row] = binOf(field, value);
    }
    this.#faces.append(record.faces);
    this.#subjects.append(record);
    this.#rows?.set(record.frame_number, row);
    this.#length = row + 1;
  }

  /** Adds all rows of a table behind the last one; their frame numbers must be new. */
  appendTable(table: RecordTable): void {
    const first = this.#length;
    while (first + table.rows > this.#times.length) this.#grow();
    for (let row = 0; row < table.rows; row++) {
      const number = table.frameNumber[row] ?? 0;
      const place = first + row;
      if (place > 0 && number <= (this.#frameNumbers[place - 1] ?? 0)) this.#ordered = false;
      this.#frameNumbers[place] = number;
      this.#times[place] = table.time[row] ?? 0;
      this.#standing[place] = tableStanding(table, row);
      this.#rows?.set(number, place);
    }
    for (const field of MEASURED_FIELDS) {
      const [values, bins] = [this.#values[field], this.#bins[field]];
      for (let row = 0; row < table.rows; row++) {
        const value = tableValue(table, field, row);
        values[first + row] = value;
        bins[first + row] = binOf(field, value);
      }
    }
    this.#faces.appendTable(table.faces, table.rows);
    this.#subjects.appendTable(table, table.rows);
    this.#length = first + table.rows;
  }

  /** The row of a frame number, or -1. */
  rowOf(frameNumber: number): number {
    return this.#ordered ? this.#search(frameNumber) : (this.#rowMap().get(frameNumber) ?? -1);
  }

  #search(frameNumber: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#frameNumbers[middle] ?? 0) < frameNumber) low = middle + 1;
      else high = middle;
    }
    return low < this.#length && this.#frameNumbers[low] === frameNumber ? low : -1;
  }

  #rowMap(): Map<number, number> {
    if (this.#rows) return this.#rows;
    const rows = new Map<number, number>();
    for (let row = 0; row < this.#length; row++) rows.set(this.#frameNumbers[row] ?? -1, row);
    this.#rows = rows;
    return rows;
  }

  #grow(): void {
    const rows = this.#times.length * 2;
    this.#frameNumbers = grown(new Float64Array(rows), this.#frameNumbers);
    this.#times = grown(new Float64Array(rows), this.#times);
    this.#standing = grown(new Uint8Array(rows), this.#standing);
    for (const field of MEASURED_FIELDS) {
      this.#values[field] = grown(new Float64Array(rows), this.#values[field]);
      this.#bins[field] = grown(new Uint8Array(rows), this.#bins[field]);
    }
  }
}
