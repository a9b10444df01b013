import classes from './gallery.module.css';
import { GalleryCell } from './gallery-cell.ts';
import { GAP, type GridGeometry } from './grid-geometry.ts';

/** A row of cells in the document. */
export class GalleryRow {
  readonly element = document.createElement('div');
  readonly cells: readonly GalleryCell[];
  #y = Number.NaN;

  constructor(geometry: GridGeometry) {
    this.element.className = classes.row ?? '';
    this.element.setAttribute('role', 'row');
    this.cells = Array.from({ length: geometry.columns }, () => new GalleryCell());
    this.element.append(...this.cells.map(({ element }) => element));
    this.shape(geometry);
  }

  /** Gives the cells another size; there must be as many as before. */
  shape(geometry: GridGeometry): void {
    for (const [column, { element, picture }] of this.cells.entries()) {
      element.style.left = `${GAP + column * (geometry.cellWidth + GAP)}px`;
      element.style.width = `${geometry.cellWidth}px`;
      element.style.height = `${geometry.cellHeight}px`;
      picture.style.height = `${geometry.pictureHeight}px`;
    }
  }

  /** Puts the row somewhere. */
  place(index: number, y: number): void {
    this.element.setAttribute('aria-rowindex', String(index + 1));
    if (y === this.#y) return;
    this.#y = y;
    this.element.style.transform = `translateY(${y}px)`;
  }
}

/** The rows that are in the document, by their place in the grid; those that leave are used again. */
export class GalleryRows {
  readonly #parent: HTMLElement;
  readonly #used = new Map<number, GalleryRow>();
  #spare: GalleryRow[] = [];
  #geometry: GridGeometry | null = null;

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  /** The rows in the document. */
  get used(): ReadonlyMap<number, GalleryRow> {
    return this.#used;
  }

  /**
   * Gives the cells their size; another number of columns begins anew with other rows.
   * @returns whether pictures have to be drawn again, at another size
   */
  shape(geometry: GridGeometry): boolean {
    const old = this.#geometry;
    this.#geometry = geometry;
    const sameColumns = old?.columns === geometry.columns;
    if (sameColumns && old.cellWidth === geometry.cellWidth && old.cellHeight === geometry.cellHeight)
      return false;
    if (!sameColumns) this.clear();
    this.#spare = [];
    for (const row of this.#used.values()) row.shape(geometry);
    return true;
  }

  /** Takes every row out of the document. */
  clear(): void {
    this.#used.clear();
    this.#spare = [];
    this.#parent.replaceChildren();
  }

  /**
   * Has exactly these rows in the document, in their order, as screen readers follow it.
   * @param indexes ascending
   */
  require(indexes: readonly number[]): void {
    const geometry = this.#geometry;
    if (!geometry) return;
    const wanted = new Set(indexes);
    for (const [index, row] of this.#used) {
      if (wanted.has(index)) continue;
      this.#used.delete(index);
      this.#spare.push(row);
    }
    for (const index of indexes) {
      if (this.#used.has(index)) continue;
      this.#used.set(index, this.#spare.pop() ?? new GalleryRow(geometry));
    }
    for (const row of this.#spare) {
      row.element.remove();
      for (const cell of row.cells) cell.hide();
    }
    this.#order(indexes);
  }

  /** Moves only what stands in the wrong place: a row that is moved loses nothing, but it costs a layout. */
  #order(indexes: readonly number[]): void {
    let next = this.#parent.firstElementChild;
    for (const index of indexes) {
      const row = this.#used.get(index);
      if (!row) continue;
      if (row.element === next) next = next.nextElementSibling;
      else this.#parent.insertBefore(row.element, next);
    }
  }
}
