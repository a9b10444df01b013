import { Observable } from '../../state/observable.ts';
import { RowSet } from './row-set.ts';
import type { SiftModel } from './sift-model.ts';

/** How a frame was clicked. */
export interface ClickKeys {
  readonly shift: boolean;
  readonly ctrl: boolean;
}

/**
 * What a person looks at: the focus (one frame) and the selection (any number, which survives filters). The two are
 * apart: moving the focus leaves a selection of several frames alone.
 */
export class Attention {
  /** Row of the focused frame; -1 = none. It may be one that is not shown. */
  readonly focus = new Observable(-1);
  readonly selected = new Observable(RowSet.EMPTY);
  /** Counts up whenever the focus should be brought into sight. */
  readonly reveals = new Observable(0);
  readonly #model: SiftModel;
  /** Where a range begins. */
  #origin = -1;

  constructor(model: SiftModel) {
    this.#model = model;
  }

  /** Focuses a row; a range begins there. A selection of one frame goes with the focus. */
  moveTo(row: number): void {
    if (row < 0) return;
    if (this.selected.value.size === 1 && !this.selected.value.has(row)) this.selected.value = RowSet.EMPTY;
    this.#origin = row;
    this.#look(row);
  }

  /** Brings the focused frame into sight, wherever the gallery has been scrolled to. */
  reveal(): void {
    this.reveals.value++;
  }

  #look(row: number): void {
    this.focus.value = row;
    this.reveal();
  }

  /** Selects by the pointer: one, with Ctrl one more or less, with Shift everything up to there. */
  click(row: number, { shift, ctrl }: ClickKeys): void {
    if (shift) {
      this.#selectRange(row, ctrl);
      this.#look(row);
      return;
    }
    const selected = this.selected.value;
    if (!ctrl) this.selected.value = RowSet.of([row]);
    else this.selected.value = selected.has(row) ? selected.without([row]) : selected.with([row]);
    this.#origin = row;
    this.#look(row);
  }

  /** Moves the focus and selects everything on the way. */
  extendTo(row: number): void {
    if (row < 0) return;
    this.#selectRange(row, false);
    this.#look(row);
  }

  #selectRange(row: number, keepOthers: boolean): void {
    const shown = this.#model.shown.value;
    const origin = this.#origin >= 0 ? this.#origin : Math.max(0, this.focus.value);
    const last = Math.max(0, shown.length - 1);
    const places = [Math.min(last, shown.placeOf(origin)), Math.min(last, shown.placeOf(row))];
    const range = shown.rows.subarray(Math.min(...places), Math.max(...places) + 1);
    this.selected.value = keepOthers ? this.selected.value.with(range) : RowSet.of(range);
    this.#origin = origin;
  }

  /** Selects every frame that is shown. */
  selectAll(): void {
    this.selected.value = RowSet.of(this.#model.shown.value.rows);
  }

  /** Selects nothing. */
  clear(): void {
    this.selected.value = RowSet.EMPTY;
  }

  /** Selects these rows and focuses one, as when a step is undone. */
  restore(selected: RowSet, row: number): void {
    this.selected.value = selected;
    if (row >= 0) {
      this.#origin = row;
      this.#look(row);
    }
  }

  /** The rows that an action in the gallery takes: a selection of several frames, else the focused one. */
  get targets(): number[] {
    if (this.selected.value.size > 1) return this.selected.value.rows();
    return this.focus.value >= 0 ? [this.focus.value] : [];
  }

  /** The row before or behind the focused one among those that are shown; -1 where there is none. */
  neighbour(step: 1 | -1): number {
    const shown = this.#model.shown.value;
    const focus = this.focus.value;
    const place = shown.placeOf(focus);
    if (step === -1) return shown.rowAt(place - 1);
    return shown.rowAt(shown.rowAt(place) === focus ? place + 1 : place);
  }

  /**
   * The row before or behind the focused one in the video; -1 where there is none.
   * @param onlyShown skips those that are not shown
   */
  neighbourInTime(step: 1 | -1, onlyShown: boolean): number {
    const { inTime, shown } = this.#model;
    for (
      let place = inTime.rankOf(this.focus.value) + step;
      place >= 0 && place < inTime.length;
      place += step
    ) {
      const row = inTime.rowAt(place);
      if (!onlyShown || shown.value.has(row)) return row;
    }
    return -1;
  }

  /**
   * The first row in time, among those that are shown, of the shot before or behind that of the focused one; shots of
   * which nothing is shown are passed over. -1 where there is none.
   */
  neighbourShot(step: 1 | -1): number {
    const { inTime, shown, data } = this.#model;
    if (!data.columns.subjects.anyShot) return -1;
    const own = data.shotOf(this.focus.value);
    let found = -1;
    for (
      let place = inTime.rankOf(this.focus.value) + step;
      place >= 0 && place < inTime.length;
      place += step
    ) {
      const row = inTime.rowAt(place);
      const shot = data.shotOf(row);
      if (shot < 0 || shot === own || !shown.value.has(row)) continue;
      if (step === 1) return row;
      if (found >= 0 && shot !== data.shotOf(found)) return found;
      found = row;
    }
    return found;
  }

  /** Moves a focus that is not shown to the next frame that is, at the end to the previous one. */
  settle(): void {
    const shown = this.#model.shown.value;
    if (shown.length === 0 || shown.has(this.focus.value)) return;
    this.#origin = shown.nearest(this.focus.value);
    this.focus.value = this.#origin;
  }
}
