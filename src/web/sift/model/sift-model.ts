import type { QualityWeights } from '../../../contract/metric.ts';
import type { RecordTable } from '../../../contract/record-table.ts';
import type { Criteria, RunFaces } from '../../../select/criteria.ts';
import type { Comparison } from '../../../select/face-columns.ts';
import type { Field } from '../../../select/fields.ts';
import { valuesBy } from '../../../select/order.ts';
import type { Ranking } from '../../../select/percentile.ts';
import { NO_REVIEW, select } from '../../../select/select.ts';
import { formatFrameNumber } from '../../format/numbers.ts';
import { formatTime } from '../../format/times.ts';
import { Observable } from '../../state/observable.ts';
import { reviewOf, type Verdicts } from '../review/verdict-book.ts';
import { FaceLimitOrders } from './face-limit-order.ts';
import { FrameData } from './frame-data.ts';
import { FrameOrder } from './frame-order.ts';
import { History } from './history.ts';
import { marksColumn } from './marks.ts';
import { OrderBook, RANKED_AT_ONCE } from './order-book.ts';
import { Outcome } from './outcome.ts';
import { ShownRows, shownRows } from './shown-rows.ts';
import type { Sorter } from './sort-client.ts';
import type { ViewState } from './view-state.ts';

/** What does not change while a run is sifted, and the edges of the machine that tests replace. */
export interface SiftParts {
  readonly weights: QualityWeights;
  /** Names of the pictures by frame number, where the source is no video. */
  readonly names?: readonly string[] | null;
  readonly criteria: Criteria;
  /** What the run says of its faces; null = it has none. */
  readonly faces?: RunFaces | null;
  readonly view: ViewState;
  /** Calls work before the next picture is painted; everything asked for until then is done together. */
  readonly schedule: (work: () => void) => void;
  readonly now: () => number;
  readonly sorter: Sorter | null;
}

/** What has to be worked out again. */
interface Dirt {
  selection: boolean;
  marks: boolean;
}

function emptyOutcome(data: FrameData, criteria: Criteria): Outcome {
  return new Outcome(data.columns, criteria, new Uint8Array(0), select(data.columns, criteria, NO_REVIEW));
}

/**
 * The frames of a run, what criteria and verdicts make of them, and which of them are shown. Free of any
 * framework: what is seen subscribes to the observables. Changes are joined until the next painted picture.
 */
export class SiftModel {
  readonly runWeights: QualityWeights;
  /** What the run says of its faces; null = it has none, as far as is known. */
  readonly runFaces: Observable<RunFaces | null>;
  /** As the sliders stand, also while one is dragged. */
  readonly criteria: Observable<Criteria>;
  /** As they were left: what goes into the address, into presets and to the export. */
  readonly settled: Observable<Criteria>;
  readonly view: Observable<ViewState>;
  readonly outcome: Observable<Outcome>;
  readonly shown: Observable<ShownRows>;
  /** Counts up whenever rows come or are replaced. */
  readonly dataVersion = new Observable(0);
  /** Counts up whenever an order is ready that had to be waited for. */
  readonly orderVersion = new Observable(0);
  /** Whether a handle is being moved. */
  readonly dragging = new Observable(false);
  /** Frames by what decides about a limit on faces. */
  readonly faceLimits = new FaceLimitOrders();
  readonly history: History;
  readonly #parts: SiftParts;
  #data: FrameData;
  #book: OrderBook;
  #verdicts: Verdicts = new Map();
  #scheduled = false;
  #dirt: Dirt | null = null;

  constructor(parts: SiftParts) {
    this.#parts = parts;
    this.runWeights = parts.weights;
    this.runFaces = new Observable(parts.faces ?? null);
    this.criteria = new Observable(parts.criteria);
    this.settled = new Observable(parts.criteria);
    this.view = new Observable(parts.view);
    this.history = new History(parts.now);
    this.#data = new FrameData();
    this.#book = this.#newBook();
    this.outcome = new Observable(emptyOutcome(this.#data, parts.criteria));
    this.shown = new Observable(new ShownRows(new Uint32Array(0), new FrameOrder(null, 0)));
  }

  /** The frames as they are known by now. */
  get data(): FrameData {
    return this.#data;
  }

  /** A place in the source as it is written: a time, or the number of a picture. */
  readonly placeText = (seconds: number): string =>
    this.#parts.names ? formatFrameNumber(Math.round(seconds)) : formatTime(seconds);

  /** What a row is called beside its number: its time, or the name of its picture. */
  nameOf(row: number): string {
    return this.#parts.names?.[this.#data.numberOf(row)] ?? formatTime(this.#data.timeOf(row));
  }

  #newBook(): OrderBook {
    return new OrderBook(this.#parts.sorter, (sort) => {
      this.orderVersion.value++;
      // Most orders are made for percentiles; the gallery is drawn again only for its own.
      if (sort === this.view.value.sort) this.#soil({});
    });
  }

  /** Adds rows behind the last one. */
  append(table: RecordTable): void {
    this.#data.append(table);
    this.dataVersion.value++;
    this.#soil({ selection: true, marks: true });
  }

  /** Begins anew with other rows, as after a run was written again. */
  replace(data: FrameData): void {
    this.#data = data;
    this.#book = this.#newBook();
    this.dataVersion.value++;
    this.#soil({ selection: true, marks: true });
    this.settle();
  }

  /** Takes over what a run says of its faces, which is known only once it has begun. */
  learnFaces({ pack, max_distance }: RunFaces): void {
    const known = this.runFaces.value;
    if (known?.pack === pack && known.max_distance === max_distance) return;
    const run = { pack, max_distance };
    this.runFaces.value = run;
    const withRun = (criteria: Criteria): Criteria => ({ ...criteria, faces: { ...criteria.faces, run } });
    this.criteria.value = withRun(this.criteria.value);
    this.settled.value = withRun(this.settled.value);
    this.#soil({ selection: true });
  }

  /**
   * Gives every face another distance and person, as other references were chosen.
   * @throws RangeError where they are not as many as the faces
   */
  compareFaces(comparison: Comparison): void {
    this.#data.columns.compareFaces(comparison);
    this.dataVersion.value++;
    this.#soil({ selection: true });
  }

  /** Takes over the verdicts. */
  judge(verdicts: Verdicts): void {
    this.#verdicts = verdicts;
    this.#soil({ selection: true, marks: true });
  }

  /** Verdicts by frame number. */
  get verdicts(): Verdicts {
    return this.#verdicts;
  }

  /** Shows what criteria would do, while a handle is being moved. */
  preview(criteria: Criteria): void {
    this.dragging.value = true;
    this.criteria.value = criteria;
    this.#soil({ selection: true });
  }

  /**
   * Leaves the criteria as they are shown: one step that can be undone.
   * @param name what was done: `sharpness at least 62.0`
   * @param merge see `Step`
   */
  commit(name: string, merge?: string): void {
    this.dragging.value = false;
    const before = this.settled.value;
    const after = this.criteria.value;
    if (before === after) return;
    this.settled.value = after;
    const restore = (criteria: Criteria) => () => {
      this.put(criteria);
      this.settle();
    };
    this.history.push({
      name,
      undo: restore(before),
      redo: restore(after),
      ...(merge === undefined ? {} : { merge }),
    });
  }

  /** Takes other criteria as a part of a larger step, which knows the way back. */
  put(criteria: Criteria): void {
    this.criteria.value = criteria;
    this.settled.value = criteria;
    this.#soil({ selection: true });
  }

  /** {@link preview} and {@link commit} at once. */
  change(criteria: Criteria, name: string, merge?: string): void {
    this.preview(criteria);
    this.commit(name, merge);
  }

  /** Looks at the frames in another way. */
  look(view: Partial<ViewState>): void {
    this.view.value = { ...this.view.value, ...view };
    this.#soil({});
  }

  /** The measured values of a field, ascending; null while they are being sorted. */
  ranking(field: Field): Ranking | null {
    return this.#book.ranking(this.#data.columns, field, this.criteria.value.weights);
  }

  /** Rows by rising value; null while they are being sorted. */
  rising(field: Field): FrameOrder | null {
    const { weights } = this.criteria.value;
    const wish = { columns: this.#data.columns, sort: field, direction: 'ascending', weights } as const;
    return this.#book.exact(wish, RANKED_AT_ONCE);
  }

  /** Rows as they follow in the video. */
  get inTime(): FrameOrder {
    const { columns } = this.#data;
    const { weights } = this.criteria.value;
    return this.#book.nearest({ columns, sort: 'time', direction: 'ascending', weights });
  }

  /** A value of a row; NaN where nothing was measured. */
  valueOf(field: Field, row: number): number {
    return valuesBy(this.#data.columns, field, this.criteria.value.weights)[row] ?? Number.NaN;
  }

  #soil(dirt: Partial<Dirt>): void {
    const { selection = false, marks = false } = dirt;
    this.#dirt = {
      selection: selection || (this.#dirt?.selection ?? false),
      marks: marks || (this.#dirt?.marks ?? false),
    };
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#parts.schedule(() => {
      this.#scheduled = false;
      this.settle();
    });
  }

  /** Works out now what changed, for those who need the result at once. */
  settle(): void {
    const dirt = this.#dirt;
    if (!dirt) return;
    this.#dirt = null;
    const { columns } = this.#data;
    const criteria = this.criteria.value;
    let outcome = this.outcome.value;
    if (dirt.selection || dirt.marks) {
      const marks = dirt.marks ? marksColumn(columns, this.#verdicts) : outcome.marks;
      outcome = new Outcome(columns, criteria, marks, select(columns, criteria, reviewOf(this.#verdicts)));
    }
    const view = this.view.value;
    const order = this.#book.nearest({ columns, ...view, weights: criteria.weights });
    const shown = shownRows(outcome.selection, outcome.marks, view, order);
    this.outcome.value = outcome;
    this.shown.value = shown;
  }
}
