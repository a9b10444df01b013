/** Rows in some order, with the place of each row in it. */
export class FrameOrder {
  readonly length: number;
  /** null = as the rows stand. */
  readonly #rows: Uint32Array | null;
  #ranks: Uint32Array | null = null;

  /** @param rows a permutation of 0 .. length - 1; null for that very order */
  constructor(rows: Uint32Array | null, length: number) {
    this.#rows = rows;
    this.length = length;
  }

  /** The permutation, for `keptRows`; undefined where rows stand in order already. */
  get permutation(): Uint32Array | undefined {
    return this.#rows ?? undefined;
  }

  /** The row at a place. */
  rowAt(place: number): number {
    return this.#rows ? (this.#rows[place] ?? -1) : place;
  }

  /** The place of a row; made once for all rows when first asked. */
  rankOf(row: number): number {
    if (!this.#rows) return row;
    if (!this.#ranks) {
      const ranks = new Uint32Array(this.length);
      for (let place = 0; place < this.length; place++) ranks[this.#rows[place] ?? 0] = place;
      this.#ranks = ranks;
    }
    return this.#ranks[row] ?? this.length;
  }

  /**
   * Where a row stands among some rows of this order, or would stand: the place of the first one that does not
   * come before it.
   * @returns 0 .. shown.length
   */
  placeIn(shown: Uint32Array, row: number): number {
    const rank = this.rankOf(row);
    let low = 0;
    let high = shown.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rankOf(shown[middle] ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Every row of an order. */
export function allRows(order: FrameOrder): Uint32Array {
  return order.permutation ?? Uint32Array.from({ length: order.length }, (_, row) => row);
}
