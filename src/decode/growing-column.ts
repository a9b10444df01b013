/** Typed arrays that a column can be made of. */
type Cells = Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/**
 * Numbers that are added one by one, packed in a typed array that doubles when it is full: a film has hundreds of
 * thousands of packets, and an object for each would cost a hundred times the memory.
 */
export class GrowingColumn<T extends Cells> {
  readonly #make: (length: number) => T;
  #cells: T;
  #length = 0;

  /** @param make gives a new array of zeros */
  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#cells = make(1024);
  }

  /** Numbers added so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds a number at the end. */
  push(value: number): void {
    if (this.#length === this.#cells.length) {
      const larger = this.#make(this.#length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[this.#length++] = value;
  }

  /** The number at a place; NaN outside of the column. */
  at(place: number): number {
    return place < this.#length ? (this.#cells[place] ?? Number.NaN) : Number.NaN;
  }
}

/** An empty column of doubles. */
export const floatColumn = () => new GrowingColumn((length) => new Float64Array(length));
/** An empty column of bytes. */
export const byteColumn = () => new GrowingColumn((length) => new Uint8Array(length));
