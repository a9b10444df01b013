/** Frames on either side of a limit, by rising value. */
export interface AtLimit {
  readonly under: readonly number[];
  readonly over: readonly number[];
}

/** Rows looked at on either side at most, so that a limit in a desert costs nothing. */
const LOOKED_AT = 20_000;

/** What {@link framesAtLimit} looks through. */
export interface LimitSearch {
  /** Rows by rising value, those without one last. */
  readonly order: Uint32Array;
  readonly values: Float64Array;
  readonly limit: number;
  /** An upper limit keeps its own value, so that belongs to the side below. */
  readonly edge: 'min' | 'max';
  /** Whether nothing but this limit decides about a row. */
  readonly matters: (row: number) => boolean;
  /** Frames a side. */
  readonly count: number;
}

/** First place whose value is not below the limit (not at or below, for an upper one); NaN lies behind all. */
function borderOf({ order, values, limit, edge }: LimitSearch): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[order[middle] ?? 0] ?? Number.NaN;
    if (edge === 'min' ? value < limit : value <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The frames just under and just over a limit: by looking at them one sets it, not by its number. */
export function framesAtLimit(search: LimitSearch): AtLimit {
  const { order, values, matters, count } = search;
  const border = borderOf(search);
  const walk = (from: number, step: 1 | -1): number[] => {
    const rows: number[] = [];
    for (let looked = 0; looked < LOOKED_AT && rows.length < count; looked++) {
      const place = from + looked * step;
      if (place < 0 || place >= order.length) break;
      const row = order[place] ?? 0;
      if (Number.isNaN(values[row] ?? Number.NaN)) break;
      if (matters(row)) rows.push(row);
    }
    return rows;
  };
  return { under: walk(border - 1, -1).reverse(), over: walk(border, 1) };
}
