/** A set of rows: one byte a row, so that a million frames are selected and counted at once. Never changed. */
export class RowSet {
  readonly #members: Uint8Array;
  readonly size: number;

  private constructor(members: Uint8Array, size: number) {
    this.#members = members;
    this.size = size;
  }

  /** No row. */
  static readonly EMPTY = new RowSet(new Uint8Array(0), 0);

  /** These rows; one that is named twice counts once. */
  static of(rows: Iterable<number>): RowSet {
    return RowSet.EMPTY.with(rows);
  }

  /** Whether a row is in it. */
  has(row: number): boolean {
    return this.#members[row] === 1;
  }

  /** This set and these rows. */
  with(rows: Iterable<number>): RowSet {
    return this.#changed(rows, 1);
  }

  /** This set less these rows. */
  without(rows: Iterable<number>): RowSet {
    return this.#changed(rows, 0);
  }

  #changed(rows: Iterable<number>, member: 0 | 1): RowSet {
    const list = rows instanceof Uint32Array || Array.isArray(rows) ? rows : [...rows];
    let length = this.#members.length;
    for (const row of list) length = Math.max(length, row + 1);
    const members = new Uint8Array(length);
    members.set(this.#members);
    let { size } = this;
    for (const row of list) {
      if (members[row] === member) continue;
      members[row] = member;
      size += member === 1 ? 1 : -1;
    }
    return new RowSet(members, size);
  }

  /** The rows, ascending. */
  rows(): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.#members.length; row++) if (this.#members[row] === 1) rows.push(row);
    return rows;
  }

  /** How many of some rows are in it. */
  countIn(rows: Uint32Array): number {
    if (this.size === 0) return 0;
    let count = 0;
    for (let place = 0; place < rows.length; place++) count += this.#members[rows[place] ?? 0] ?? 0;
    return count;
  }
}
