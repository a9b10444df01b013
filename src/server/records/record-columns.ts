import { emptyTable, type RecordTable, sliceTable } from '../../contract/record-table.ts';
import { FaceColumns } from '../../select/face-columns.ts';
import { SubjectColumns } from '../../select/subject-columns.ts';

/** Rows that there is room for at first. */
const FIRST_ROWS = 1024;
/** Bytes of a row: the columns of the table and the place of the line. */
const ROW_BYTES = 64;

function copyRows(from: RecordTable, to: RecordTable): void {
  to.time.set(from.time);
  to.frameNumber.set(from.frameNumber);
  to.scores.sharpness.set(from.scores.sharpness);
  to.scores.edge_strength.set(from.scores.edge_strength);
  to.scores.contrast.set(from.scores.contrast);
  to.scores.brightness.set(from.scores.brightness);
  to.scores.entropy.set(from.scores.entropy);
  to.scores.quality.set(from.scores.quality);
  to.raw.sharpness_raw.set(from.raw.sharpness_raw);
  to.raw.edge_strength_raw.set(from.raw.edge_strength_raw);
  to.status.set(from.status);
  to.reason.set(from.reason);
  to.pickedBy.set(from.pickedBy);
  to.picture.set(from.picture);
}

/** Columns of records that only ever grow, with the place of each record's line in its file. */
export class RecordColumns {
  #table: RecordTable = emptyTable(0, FIRST_ROWS);
  #starts = new Float64Array(FIRST_ROWS);
  readonly #faces = new FaceColumns();
  readonly #subjects = new SubjectColumns();
  #length = 0;
  #ordered = true;
  #rows: Map<number, number> | null = null;

  /** Rows. */
  get length(): number {
    return this.#length;
  }

  /** Whether frame numbers rise from row to row, as the pipeline writes them. */
  get ordered(): boolean {
    return this.#ordered;
  }

  /** Memory in use. */
  get bytes(): number {
    return this.#starts.length * ROW_BYTES + this.#faces.bytes + this.#subjects.bytes;
  }

  /** The table to write row {@link length} into; it has room for one more row. */
  get open(): RecordTable {
    if (this.#length === this.#starts.length) this.reserve(this.#length * 2);
    return this.#table;
  }

  /** Takes the faces of row {@link length} before it is pushed. */
  get faces(): FaceColumns {
    return this.#faces;
  }

  /** Takes shot and mask of row {@link length} before it is pushed. */
  get subjects(): SubjectColumns {
    return this.#subjects;
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    if (rows <= this.#starts.length) return;
    const table = emptyTable(0, rows);
    copyRows(this.#table, table);
    const starts = new Float64Array(rows);
    starts.set(this.#starts);
    this.#table = table;
    this.#starts = starts;
  }

  /**
   * Takes the row that was written into {@link open}, {@link faces} and {@link subjects}.
   * @param start place of its line in the file, bytes
   */
  push(start: number): void {
    const row = this.#length;
    this.#starts[row] = start;
    const number = this.#table.frameNumber[row] ?? 0;
    if (row > 0 && number <= (this.#table.frameNumber[row - 1] ?? 0)) this.#ordered = false;
    this.#rows?.set(number, row);
    this.#length = row + 1;
  }

  /** Place of a row's line in the file, bytes. */
  startOf(row: number): number {
    return this.#starts[row] ?? 0;
  }

  /** Frame number of a row. */
  numberAt(row: number): number {
    return this.#table.frameNumber[row] ?? -1;
  }

  /** Row of a frame number, or -1. */
  rowOf(number: number): number {
    if (!this.#ordered) return this.#rowMap().get(number) ?? -1;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.numberAt(middle) < number) low = middle + 1;
      else high = middle;
    }
    return low < this.#length && this.numberAt(low) === number ? low : -1;
  }

  /** Rows as a table of their own; what is added later does not change it. */
  table(first: number, end: number, generation: string): RecordTable {
    const start = Math.min(first, this.#length);
    return {
      ...sliceTable(this.#table, start, end),
      ...{ generation, faces: this.#faces.table(start, end) },
      ...this.#subjects.table(start, end),
    };
  }

  /** A frame number that stands in two rows, or null. */
  twice(): number | null {
    if (this.#ordered) return null;
    const numbers = this.#table.frameNumber.slice(0, this.#length).sort();
    const place = numbers.findIndex((number, i) => i > 0 && number === numbers[i - 1]);
    return place < 0 ? null : (numbers[place] ?? null);
  }

  #rowMap(): Map<number, number> {
    if (this.#rows) return this.#rows;
    const rows = new Map<number, number>();
    for (let row = 0; row < this.#length; row++) rows.set(this.numberAt(row), row);
    this.#rows = rows;
    return rows;
  }
}
