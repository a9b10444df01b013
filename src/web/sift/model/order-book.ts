import type { QualityWeights } from '../../../contract/metric.ts';
import { METRICS } from '../../../contract/metric.ts';
import type { FrameColumns } from '../../../select/columns.ts';
import { orderBy, type SortDirection, type SortKey, valuesBy } from '../../../select/order.ts';
import type { Ranking } from '../../../select/percentile.ts';
import { FrameOrder } from './frame-order.ts';
import type { Sorter } from './sort-client.ts';

/** Rows that are sorted at once where they are needed; above, a worker does it. */
export const SORTED_AT_ONCE = 200_000;

/** Rows whose values are ranked at once: nobody waits for a rank, so that a worker makes larger ones. */
export const RANKED_AT_ONCE = 10_000;

/** What an order is made of. */
export interface OrderWish {
  readonly columns: FrameColumns;
  readonly sort: SortKey;
  readonly direction: SortDirection;
  readonly weights: QualityWeights;
}

interface Entry {
  readonly order: FrameOrder;
  /** What it was made from. */
  readonly stamp: string;
}

function stampOf({ columns, sort, weights }: OrderWish): string {
  const scored = sort === 'quality' ? METRICS.map((metric) => weights[metric]).join(' ') : '';
  const compared = sort === 'face_distance' ? columns.faces.revision : 0;
  return `${columns.length} ${compared} ${scored}`;
}

/** An order that misses rows which came later, with these at its end. */
function extended(order: FrameOrder, length: number): FrameOrder {
  if (order.length === length) return order;
  const rows = new Uint32Array(length);
  for (let place = 0; place < length; place++)
    rows[place] = place < order.length ? order.rowAt(place) : place;
  return new FrameOrder(rows, length);
}

/** The opposite order: equal values stand as before, and so do rows without one, at the end. */
function turned(order: FrameOrder, values: Float64Array): Uint32Array {
  const rows = new Uint32Array(order.length);
  const valueAt = (place: number): number => values[order.rowAt(place)] ?? Number.NaN;
  let measured = order.length;
  while (measured > 0 && Number.isNaN(valueAt(measured - 1))) measured--;
  for (let place = measured; place < order.length; place++) rows[place] = order.rowAt(place);
  for (let first = 0; first < measured; ) {
    let end = first + 1;
    while (end < measured && valueAt(end) === valueAt(first)) end++;
    for (let place = first; place < end; place++) rows[measured - end + (place - first)] = order.rowAt(place);
    first = end;
  }
  return rows;
}

/** The orders of a run, each made once and kept until rows or weights change. */
export class OrderBook {
  readonly #sorter: Sorter | null;
  readonly #onReady: (sort: SortKey) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #underWay = new Set<string>();
  readonly #rankings = new Map<SortKey, { order: FrameOrder; ranking: Ranking }>();

  /**
   * @param sorter sorts large runs elsewhere; null = everything is sorted at once
   * @param onReady told what an order sorts by that was not there when it was asked for
   */
  constructor(sorter: Sorter | null, onReady: (sort: SortKey) => void) {
    this.#sorter = sorter;
    this.#onReady = onReady;
  }

  /**
   * The order, or null while it is being made.
   * @param atOnce rows up to which it is made while the caller waits
   */
  exact(wish: OrderWish, atOnce = SORTED_AT_ONCE): FrameOrder | null {
    const { columns, sort, direction } = wish;
    if (sort === 'time' && direction === 'ascending' && columns.ordered) {
      return this.#kept('time ascending', wish, () => null);
    }
    const name = `${sort} ${direction}`;
    const known = this.#entries.get(name);
    const stamp = stampOf(wish);
    if (known?.stamp === stamp) return known.order;
    const opposite = this.#entries.get(`${sort} ${direction === 'ascending' ? 'descending' : 'ascending'}`);
    if (opposite?.stamp === stamp && sort !== 'time') {
      const values = valuesBy(columns, sort, wish.weights);
      return this.#kept(name, wish, () => turned(opposite.order, values));
    }
    if (!this.#sorter || columns.length <= atOnce || !columns.ordered) {
      return this.#kept(name, wish, () => orderBy(columns, sort, direction, wish.weights));
    }
    void this.#order(name, wish, this.#sorter);
    return null;
  }

  /** The order, or the best there is while it is being made: an older one, or that of time. */
  nearest(wish: OrderWish): FrameOrder {
    const exact = this.exact(wish);
    if (exact) return exact;
    const older = this.#entries.get(`${wish.sort} ${wish.direction}`)?.order;
    return older ? extended(older, wish.columns.length) : new FrameOrder(null, wish.columns.length);
  }

  /** The measured values of a field, ascending; while they are being sorted those of before, or null. */
  ranking(columns: FrameColumns, sort: SortKey, weights: QualityWeights): Ranking | null {
    const order = this.exact({ columns, sort, direction: 'ascending', weights }, RANKED_AT_ONCE);
    const known = this.#rankings.get(sort);
    if (!order || known?.order === order) return known?.ranking ?? null;
    const values = valuesBy(columns, sort, weights);
    const sorted = new Float64Array(order.length);
    let count = 0;
    for (let place = 0; place < order.length; place++) {
      const value = values[order.rowAt(place)] ?? Number.NaN;
      if (Number.isNaN(value)) break;
      sorted[count++] = value;
    }
    const ranking = sorted.subarray(0, count);
    this.#rankings.set(sort, { order, ranking });
    return ranking;
  }

  #kept(name: string, wish: OrderWish, make: () => Uint32Array | null): FrameOrder {
    const stamp = stampOf(wish);
    const known = this.#entries.get(name);
    if (known?.stamp === stamp) return known.order;
    const order = new FrameOrder(make(), wish.columns.length);
    this.#entries.set(name, { order, stamp });
    return order;
  }

  async #order(name: string, wish: OrderWish, sorter: Sorter): Promise<void> {
    if (this.#underWay.has(name)) return;
    this.#underWay.add(name);
    const { columns, sort, direction, weights } = wish;
    const { length } = columns;
    const stamp = stampOf(wish);
    const rows = await sorter(valuesBy(columns, sort, weights).slice(0, length), direction === 'descending');
    this.#underWay.delete(name);
    if (columns.length < length) return;
    this.#entries.set(name, { order: new FrameOrder(rows, length), stamp });
    this.#onReady(sort);
  }
}
