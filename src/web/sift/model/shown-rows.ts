import { reasonCode } from '../../../select/columns.ts';
import { keptRows, type Selection } from '../../../select/select.ts';
import { allRows, type FrameOrder } from './frame-order.ts';
import { MARKED, type Marks } from './marks.ts';
import type { ViewState } from './view-state.ts';

/** The frames in the gallery, in its order. */
export class ShownRows {
  readonly rows: Uint32Array;
  readonly order: FrameOrder;

  constructor(rows: Uint32Array, order: FrameOrder) {
    this.rows = rows;
    this.order = order;
  }

  /** How many. */
  get length(): number {
    return this.rows.length;
  }

  /** The row at a place; -1 beyond the ends. */
  rowAt(place: number): number {
    return this.rows[place] ?? -1;
  }

  /** Where a row stands or would stand: 0 .. length. */
  placeOf(row: number): number {
    return this.order.placeIn(this.rows, row);
  }

  /** Whether a row is among them. */
  has(row: number): boolean {
    return row >= 0 && this.rows[this.placeOf(row)] === row;
  }

  /** The row itself where it is shown, else the next one in order, at the end the previous one; -1 for none. */
  nearest(row: number): number {
    const place = Math.min(this.placeOf(row), this.length - 1);
    return this.rowAt(place);
  }
}

function filtered(order: FrameOrder, matches: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(order.length);
  let found = 0;
  for (let place = 0; place < order.length; place++) {
    const row = order.rowAt(place);
    if (matches(row)) rows[found++] = row;
  }
  return rows.slice(0, found);
}

/** The frames that a view shows of a selection. Rejected ones are shown when they are asked for by name. */
export function shownRows(selection: Selection, marks: Marks, view: ViewState, order: FrameOrder): ShownRows {
  const { codes } = selection;
  const rowsOf = (): Uint32Array => {
    if (view.reason !== null) {
      const code = reasonCode(view.reason);
      return filtered(order, (row) => codes[row] === code);
    }
    if (view.marks === 'pinned') return filtered(order, (row) => marks[row] === MARKED.pin);
    if (view.marks === 'rejected') return filtered(order, (row) => marks[row] === MARKED.reject);
    if (view.marks === 'unmarked') {
      return filtered(order, (row) => marks[row] === MARKED.none && (view.dropped || codes[row] === 0));
    }
    return view.dropped ? allRows(order) : keptRows(selection, order.permutation);
  };
  return new ShownRows(rowsOf(), order);
}
