import { PICKED_BY } from '../../../contract/record.ts';
import type { RecordTable } from '../../../contract/record-table.ts';
import { FrameColumns } from '../../../select/columns.ts';

function grown(old: Uint8Array, length: number): Uint8Array {
  if (length <= old.length) return old;
  const larger = new Uint8Array(Math.max(length, old.length * 2));
  larger.set(old);
  return larger;
}

/** All frames of a run: the columns that decide, and what else is known of each row. */
export class FrameData {
  readonly columns: FrameColumns;
  #stored: Uint8Array;
  #pickedBy: Uint8Array;

  /** @param capacity rows to make room for at once */
  constructor(capacity = 1024) {
    this.columns = new FrameColumns(capacity);
    this.#stored = new Uint8Array(capacity);
    this.#pickedBy = new Uint8Array(capacity);
  }

  /** Frames. */
  get length(): number {
    return this.columns.length;
  }

  /** Adds the rows of a table behind the last one. */
  append(table: RecordTable): void {
    const first = this.length;
    this.columns.appendTable(table);
    this.#stored = grown(this.#stored, this.length);
    this.#pickedBy = grown(this.#pickedBy, this.length);
    this.#stored.set(table.picture, first);
    this.#pickedBy.set(table.pickedBy, first);
  }

  /** Whether the run stored a picture of a row; otherwise it is decoded from the video. */
  isStored(row: number): boolean {
    return this.#stored[row] === 1;
  }

  /** Why a row was looked at. */
  pickedBy(row: number): string {
    return PICKED_BY[this.#pickedBy[row] ?? 0] ?? '';
  }

  /** Frame number of a row; -1 for none. */
  numberOf(row: number): number {
    return row >= 0 && row < this.length ? (this.columns.frameNumbers[row] ?? -1) : -1;
  }

  /** Shot of a row, counted from 0; -1 = not known. */
  shotOf(row: number): number {
    return this.columns.subjects.shotAt(row);
  }

  /** Seconds of a row. */
  timeOf(row: number): number {
    return this.columns.times[row] ?? 0;
  }
}
