import { factsOf } from '../frame-facts.ts';
import { type ThumbnailWidth, thumbnailWidth } from '../pictures/thumbnail-loader.ts';
import type { Sift } from '../sift.ts';
import type { GalleryCell, PictureState } from './gallery-cell.ts';
import type { GalleryRows } from './gallery-rows.ts';
import type { GridGeometry } from './grid-geometry.ts';

/** A picture is asked for when its frame has stayed so long, while handles or pictures rush by. */
export const STAY_MS = 100;

/** The pictures in the cells of the gallery. */
export class GalleryPictures {
  readonly #sift: Sift;
  readonly #rows: GalleryRows;
  readonly #geometry: () => GridGeometry;
  #wishTimer: ReturnType<typeof setTimeout> | undefined;
  #fitTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param geometry as it is at the time of the call */
  constructor(sift: Sift, rows: GalleryRows, geometry: () => GridGeometry) {
    this.#sift = sift;
    this.#rows = rows;
    this.#geometry = geometry;
  }

  /** Wants nothing any more. */
  close(): void {
    clearTimeout(this.#wishTimer);
    clearTimeout(this.#fitTimer);
    this.#sift.thumbnails.want('gallery', []);
  }

  /** Device pixels of a picture in its cell. */
  get #width(): number {
    return Math.round(this.#geometry().cellWidth * devicePixelRatio);
  }

  /** Which of the sizes that are made fits the cells. */
  get #madeWidth(): ThumbnailWidth {
    return thumbnailWidth(this.#width);
  }

  /**
   * Asks for the pictures of some places, the first one first.
   * @param rushes they pass so fast that nothing is asked for until they stay
   */
  want(places: readonly number[], rushes: boolean): void {
    clearTimeout(this.#wishTimer);
    if (rushes) this.#wishTimer = setTimeout(() => this.#wantNow(places), STAY_MS);
    else this.#wantNow(places);
  }

  #wantNow(places: readonly number[]): void {
    const { model, thumbnails } = this.#sift;
    const width = this.#madeWidth;
    const shown = model.shown.value;
    const wishes = places
      .map((place) => shown.rowAt(place))
      .filter((row) => row >= 0 && !factsOf(model, row).undecodable)
      .map((row) => ({ frame: model.data.numberOf(row), width }));
    thumbnails.want('gallery', wishes);
  }

  /**
   * Draws the picture of a cell, or what there is of it.
   * @param how `arrives`: it has come while the cell was seen; `resized`: the cells are getting another size, and their
   * pictures are fitted to it once it stays
   */
  draw(cell: GalleryCell, how: 'plain' | 'arrives' | 'resized' = 'plain'): void {
    const { thumbnails, model } = this.#sift;
    const wish = { frame: cell.frame, width: this.#madeWidth };
    const exact = thumbnails.get(wish);
    const picture = exact ?? thumbnails.near(wish);
    const without: PictureState = factsOf(model, cell.row).undecodable
      ? 'none'
      : thumbnails.isBroken(wish)
        ? 'broken'
        : 'loading';
    const state = exact ? 'ready' : picture ? 'near' : without;
    const height = Math.round(this.#geometry().pictureHeight * devicePixelRatio);
    cell.draw(picture, state, { width: this.#width, height, how });
    if (how === 'resized') this.#fitLater();
  }

  #fitLater(): void {
    clearTimeout(this.#fitTimer);
    this.#fitTimer = setTimeout(() => this.#drawWhere(() => true, 'plain'), STAY_MS);
  }

  /** Draws a picture that has come. */
  came(frame: number): void {
    this.#drawWhere((cell) => cell.frame === frame, 'arrives');
  }

  #drawWhere(wanted: (cell: GalleryCell) => boolean, how: 'plain' | 'arrives'): void {
    for (const { cells } of this.#rows.used.values()) {
      for (const cell of cells) if (cell.row >= 0 && wanted(cell)) this.draw(cell, how);
    }
  }
}
