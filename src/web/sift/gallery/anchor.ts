import { cellCorner, type GridGeometry, type GridWindow, visiblePlaces } from './grid-geometry.ts';

/** A frame that stays where it is on the screen while the gallery around it changes. */
export interface Anchor {
  readonly row: number;
  /** From the top of the window to the top of its cell, CSS pixels. */
  readonly y: number;
}

/** What the gallery shows before a change. */
export interface AnchorSpace {
  readonly geometry: GridGeometry;
  readonly window: GridWindow;
  readonly count: number;
  readonly rowAt: (place: number) => number;
  /** Place of the focused frame, or where it would stand; -1 = none. */
  readonly focusPlace: number;
  readonly focusRow: number;
}

/** The focused frame where it is seen, else the first cell that is seen in full; null in an empty gallery. */
export function anchorOf(space: AnchorSpace): Anchor | null {
  const { geometry, window, count, rowAt, focusPlace, focusRow } = space;
  if (count === 0) return null;
  const seen = visiblePlaces(geometry, count, window);
  const yOf = (place: number): number => cellCorner(geometry, place).y - window.top;
  if (focusRow >= 0 && focusPlace >= seen.first && focusPlace < seen.end) {
    return { row: focusRow, y: yOf(focusPlace) };
  }
  const full = yOf(seen.first) < 0 ? seen.first + geometry.columns : seen.first;
  const place = full < seen.end ? full : seen.first;
  return { row: rowAt(place), y: yOf(place) };
}

/**
 * The offset at which an anchor stands where it stood, at the place it has now.
 * @param place its place, or the one where it would stand
 */
export function anchoredOffset(anchor: Anchor, place: number, geometry: GridGeometry, count: number): number {
  const { y } = cellCorner(geometry, Math.min(place, Math.max(0, count - 1)));
  return Math.max(0, y - anchor.y);
}
