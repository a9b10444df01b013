import { faceMark, faceSentence } from '../faces/shown-faces.ts';
import { captionField, factsOf, fieldText, frameSentence } from '../frame-facts.ts';
import { markPainted, onNextFrame } from '../paint.ts';
import type { Sift } from '../sift.ts';
import { siftPrefs } from '../sift-prefs.ts';
import { anchoredOffset, anchorOf } from './anchor.ts';
import { cellId, type GalleryCell } from './gallery-cell.ts';
import { GalleryPictures, STAY_MS } from './gallery-pictures.ts';
import { GalleryRows } from './gallery-rows.ts';
import {
  cellCorner,
  type GridGeometry,
  layOut,
  type PlaceRange,
  placesByUrgency,
  readyPlaces,
  revealDelta,
  visiblePlaces,
} from './grid-geometry.ts';
import { ScrollBox } from './scroll-box.ts';

/** Faster than so many pixels a millisecond is rushing. */
const RUSH = 4;

/** The elements of a gallery. */
export interface GalleryElements {
  /** Scrolls; has the role of the grid. */
  readonly box: HTMLElement;
  /** As tall as everything; the rows stand in it. */
  readonly content: HTMLElement;
}

/**
 * The gallery: cells for what is seen and a little more, over the frames of the model. Everything is worked out from
 * places by arithmetic; nothing is measured but the box.
 */
export class GalleryView {
  readonly #sift: Sift;
  readonly #elements: GalleryElements;
  readonly #scroll: ScrollBox;
  readonly #rows: GalleryRows;
  readonly #pictures: GalleryPictures;
  readonly #ends: (() => void)[] = [];
  readonly #moved = new Set<() => void>();
  #geometry: GridGeometry;
  #shown;
  #width = 0;
  #ahead: 'down' | 'up' = 'down';
  #lastOffset = 0;
  #lastMove = 0;
  #rushed = Number.NEGATIVE_INFINITY;
  #due = false;
  #closed = false;

  constructor(sift: Sift, elements: GalleryElements) {
    this.#sift = sift;
    this.#elements = elements;
    this.#shown = sift.model.shown.value;
    this.#rows = new GalleryRows(elements.content);
    this.#pictures = new GalleryPictures(sift, this.#rows, () => this.#geometry);
    this.#scroll = new ScrollBox(elements.box, elements.content, () => this.#scrolled());
    this.#width = elements.box.clientWidth;
    this.#geometry = this.#layOut();
    this.#scroll.resize(this.#geometry.totalHeight, elements.box.clientHeight, 0);
    const { model, attention, thumbnails } = sift;
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(elements.box);
    this.#ends.push(
      () => resized.disconnect(),
      model.shown.subscribe(() => this.#changed()),
      attention.reveals.subscribe(() => this.reveal()),
      attention.selected.subscribe(() => this.#later()),
      attention.focus.subscribe(() => this.#later()),
      siftPrefs.subscribe(() => this.#relaid()),
      thumbnails.listen(({ frame }) => this.#pictures.came(frame)),
    );
    this.reveal();
    this.#draw();
  }

  /** Lets go of everything. */
  close(): void {
    for (const end of this.#ends) end();
    this.#closed = true;
    this.#scroll.close();
    this.#rows.clear();
    this.#pictures.close();
  }

  /** The geometry as it is now. */
  get geometry(): GridGeometry {
    return this.#geometry;
  }

  /** Full rows that are seen at once. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#scroll.window / this.#geometry.rowHeight));
  }

  /** The cells that are seen. */
  get seen(): PlaceRange {
    return visiblePlaces(this.#geometry, this.#shown.length, this.#window);
  }

  /** How far the gallery is scrolled: 0 .. 1. */
  get progress(): number {
    return this.#scroll.furthest === 0 ? 0 : this.#scroll.offset / this.#scroll.furthest;
  }

  /** How many windows high everything is. */
  get windows(): number {
    return this.#geometry.totalHeight / Math.max(1, this.#scroll.window);
  }

  /** Calls after each scroll; returns what ends it. */
  onMove(listener: () => void): () => void {
    this.#moved.add(listener);
    return () => void this.#moved.delete(listener);
  }

  /** Scrolls no farther than it takes to see the focused frame. */
  reveal(): void {
    const place = this.#focusPlace();
    if (place < 0 || place >= this.#shown.length) return;
    const delta = revealDelta(this.#geometry, place, this.#window);
    if (delta !== 0) {
      this.#scroll.moveTo(this.#scroll.offset + delta);
      this.#noteMove();
    }
    this.#later();
  }

  get #window() {
    return { top: this.#scroll.offset, height: this.#scroll.window };
  }

  #layOut(): GridGeometry {
    const { size } = siftPrefs.value;
    return layOut({ width: this.#width, size, aspect: this.#sift.aspect, count: this.#shown.length });
  }

  #focusPlace(): number {
    const { value: row } = this.#sift.attention.focus;
    return row < 0 ? -1 : this.#shown.placeOf(row);
  }

  /** Lays out again, with a frame staying where it is. */
  #relaid(): void {
    const shown = this.#sift.model.shown.value;
    const anchor = anchorOf({
      geometry: this.#geometry,
      window: this.#window,
      count: this.#shown.length,
      rowAt: (place) => this.#shown.rowAt(place),
      focusPlace: this.#focusPlace(),
      focusRow: this.#sift.attention.focus.value,
    });
    this.#shown = shown;
    this.#geometry = this.#layOut();
    const place = anchor ? shown.placeOf(anchor.row) : 0;
    const offset = anchor ? anchoredOffset(anchor, place, this.#geometry, shown.length) : 0;
    this.#scroll.resize(this.#geometry.totalHeight, this.#elements.box.clientHeight, offset);
    this.#lastOffset = this.#scroll.offset;
    this.#later();
  }

  #resized(): void {
    const { clientWidth, clientHeight } = this.#elements.box;
    if (clientWidth === this.#width && clientHeight === this.#scroll.window) return;
    this.#width = clientWidth;
    this.#relaid();
    this.#draw();
  }

  #changed(): void {
    this.#relaid();
    // Already in the frame that will be painted: what was asked for until now is in it.
    this.#draw();
    markPainted();
  }

  #scrolled(): void {
    this.#noteMove();
    this.#later();
    for (const listener of this.#moved) listener();
  }

  /** Takes note of where and how fast the gallery moves, by the bar, the wheel or a key that is held down. */
  #noteMove(): void {
    const { offset } = this.#scroll;
    const now = performance.now();
    const speed = Math.abs(offset - this.#lastOffset) / Math.max(1, now - this.#lastMove);
    if (speed > RUSH) this.#rushed = now;
    this.#ahead = offset >= this.#lastOffset ? 'down' : 'up';
    this.#lastOffset = offset;
    this.#lastMove = now;
  }

  /** Draws once before the next picture is painted. */
  #later(): void {
    if (this.#due) return;
    this.#due = true;
    onNextFrame(() => {
      if (this.#due && !this.#closed) this.#draw();
    });
  }

  #draw(): void {
    this.#due = false;
    const { length } = this.#shown;
    const { columns } = this.#geometry;
    const ready = readyPlaces(this.#geometry, length, this.#window, this.#ahead);
    const focusPlace = this.#focusPlace();
    const indexes: number[] = [];
    for (let row = Math.floor(ready.first / columns); row * columns < ready.end; row++) indexes.push(row);
    const focusIndex = Math.floor(Math.min(focusPlace, length - 1) / columns);
    // The focused row is never taken away: a screen reader stands on it.
    if (focusPlace >= 0 && length > 0 && !indexes.includes(focusIndex)) indexes.push(focusIndex);
    indexes.sort((a, b) => a - b);
    const resized = this.#rows.shape(this.#geometry);
    this.#rows.require(indexes);
    for (const [index, row] of this.#rows.used) {
      row.place(index, cellCorner(this.#geometry, index * columns).y + this.#scroll.origin);
      for (const [column, cell] of row.cells.entries())
        this.#fill(cell, index * columns + column, column, resized);
    }
    this.#describe(focusPlace);
    const rushes = performance.now() - this.#rushed < STAY_MS || this.#sift.model.dragging.value;
    this.#pictures.want(placesByUrgency(this.seen, ready, this.#ahead), rushes);
  }

  #fill(cell: GalleryCell, place: number, column: number, resized: boolean): void {
    const row = this.#shown.rowAt(place);
    if (row < 0) {
      cell.hide();
      return;
    }
    const { model, attention } = this.#sift;
    const facts = factsOf(model, row);
    const { field, label } = captionField(model.view.value.sort);
    const value = fieldText(model, field, row);
    const count = this.#shown.length;
    const hasFaces = model.data.columns.faces.any;
    const faces = hasFaces ? faceSentence(model, row) : '';
    const other = cell.show({
      facts,
      name: frameSentence(facts, { value, label, faces, place, count }),
      value,
      faces: hasFaces && siftPrefs.value.faces ? faceMark(model, row) : '',
      selected: attention.selected.value.has(row),
      focused: attention.focus.value === row,
      column,
    });
    if (other || resized) this.#pictures.draw(cell, resized ? 'resized' : 'plain');
  }

  /** Tells a screen reader how large the grid is and where in it the focus stands. */
  #describe(focusPlace: number): void {
    const { box } = this.#elements;
    const { rows, columns } = this.#geometry;
    box.setAttribute('aria-rowcount', String(rows));
    box.setAttribute('aria-colcount', String(columns));
    const place = Math.min(focusPlace, this.#shown.length - 1);
    const row = this.#shown.rowAt(place);
    if (row >= 0) box.setAttribute('aria-activedescendant', cellId(row));
    else box.removeAttribute('aria-activedescendant');
  }
}
