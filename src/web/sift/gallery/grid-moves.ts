import type { GridGeometry } from './grid-geometry.ts';

/** Ways to go from one cell to another. */
export type GridMove =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'row-start'
  | 'row-end'
  | 'first'
  | 'last'
  | 'page-up'
  | 'page-down';

/**
 * The place that a move leads to. Left and right go on in the row above or below; up and down stay in their
 * column, but from the last full row down leads to the last cell.
 * @param pageRows rows that are seen at once
 * @returns the same place where the grid ends; -1 when it is empty
 */
export function movedPlace(
  place: number,
  move: GridMove,
  { columns }: Pick<GridGeometry, 'columns'>,
  count: number,
  pageRows: number,
): number {
  if (count === 0) return -1;
  const last = count - 1;
  const within = (target: number): number => Math.min(last, Math.max(0, target));
  const rowStart = place - (place % columns);
  const byRows = (rows: number): number => {
    const lastRow = Math.floor(last / columns);
    const row = Math.min(lastRow, Math.max(0, Math.floor(place / columns) + rows));
    return Math.min(last, row * columns + (place % columns));
  };
  switch (move) {
    case 'left':
      return within(place - 1);
    case 'right':
      return within(place + 1);
    case 'up':
      return place < columns ? place : place - columns;
    case 'down':
      return byRows(1);
    case 'row-start':
      return rowStart;
    case 'row-end':
      return within(rowStart + columns - 1);
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'page-up':
      return byRows(-Math.max(1, pageRows));
    case 'page-down':
      return byRows(Math.max(1, pageRows));
  }
}
