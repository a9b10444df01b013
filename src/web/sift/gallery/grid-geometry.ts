/** Gap between cells and around them, CSS pixels. */
export const GAP = 8;
/** Height of the line below a picture. */
export const CAPTION = 24;
/** Sizes that the slider offers: the longer side of a picture, CSS pixels. */
export const SIZES = { min: 96, max: 480 } as const;
/** Narrowest cell whose line can still be read. */
const NARROWEST = 72;

/** Uniform cells: where everything stands follows from its place by arithmetic. */
export interface GridGeometry {
  readonly columns: number;
  readonly rows: number;
  /** Without the gap. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Height of the picture in a cell. */
  readonly pictureHeight: number;
  /** From one row to the next. */
  readonly rowHeight: number;
  /** Of everything, with the gap above and below. */
  readonly totalHeight: number;
}

/** What a grid is laid out in. */
export interface GridSpace {
  /** Width without the scroll bar, CSS pixels. */
  readonly width: number;
  /** Longer side of a picture, CSS pixels; cells grow so that rows are full. */
  readonly size: number;
  /** Width over height of the pictures. */
  readonly aspect: number;
  /** Cells. */
  readonly count: number;
}

/** Lays out a grid. */
export function layOut({ width, size, aspect, count }: GridSpace): GridGeometry {
  const wanted = Math.max(NARROWEST, aspect >= 1 ? size : size * aspect);
  const room = Math.max(wanted, width - 2 * GAP);
  const columns = Math.max(1, Math.floor((room + GAP) / (wanted + GAP)));
  const cellWidth = Math.floor((room - (columns - 1) * GAP) / columns);
  const pictureHeight = Math.max(1, Math.round(cellWidth / aspect));
  const cellHeight = pictureHeight + CAPTION;
  const rowHeight = cellHeight + GAP;
  const rows = Math.ceil(count / columns);
  return {
    columns,
    rows,
    cellWidth,
    cellHeight,
    pictureHeight,
    rowHeight,
    totalHeight: rows * rowHeight + GAP,
  };
}

/** Top left corner of a cell, from the top left of everything. */
export function cellCorner(geometry: GridGeometry, place: number): { x: number; y: number } {
  const row = Math.floor(place / geometry.columns);
  const column = place - row * geometry.columns;
  return { x: GAP + column * (geometry.cellWidth + GAP), y: GAP + row * geometry.rowHeight };
}

/** The part of the grid that a window shows, CSS pixels from the top. */
export interface GridWindow {
  readonly top: number;
  readonly height: number;
}

/** Places first .. end - 1. */
export interface PlaceRange {
  readonly first: number;
  readonly end: number;
}

function placesOfRows(geometry: GridGeometry, count: number, first: number, last: number): PlaceRange {
  const from = Math.max(0, first) * geometry.columns;
  const end = Math.min(count, Math.max(0, last + 1) * geometry.columns);
  return { first: Math.min(from, end), end };
}

/** The cells of which at least a pixel is seen. */
export function visiblePlaces(
  geometry: GridGeometry,
  count: number,
  { top, height }: GridWindow,
): PlaceRange {
  const first = Math.floor((top - GAP) / geometry.rowHeight);
  const last = Math.floor((top + height - 1 - GAP) / geometry.rowHeight);
  return placesOfRows(geometry, count, first, last);
}

/** Cells in the document at most, unless more are seen at once. */
const MOST_CELLS = 150;

/**
 * The cells to have ready: what is seen, one window ahead and half a window behind, within {@link MOST_CELLS}
 * (but always a row on either side).
 * @param ahead whether the window moves down
 */
export function readyPlaces(
  geometry: GridGeometry,
  count: number,
  window: GridWindow,
  ahead: 'down' | 'up',
): PlaceRange {
  const seen = visiblePlaces(geometry, count, window);
  const { columns, rowHeight } = geometry;
  const seenRows = Math.ceil((seen.end - seen.first) / columns);
  const spare = Math.max(2, Math.floor(MOST_CELLS / columns) - seenRows);
  const front = Math.max(1, Math.min(Math.ceil(window.height / rowHeight), Math.floor((spare * 2) / 3)));
  const back = Math.max(1, Math.min(Math.ceil(window.height / 2 / rowHeight), spare - front));
  const firstRow = Math.floor(seen.first / columns);
  const lastRow = Math.floor(Math.max(seen.first, seen.end - 1) / columns);
  const [above, below] = ahead === 'down' ? [back, front] : [front, back];
  return placesOfRows(geometry, count, firstRow - above, lastRow + below);
}

/** Places as their pictures are needed: what is seen, then what comes next, then what lies behind. */
export function placesByUrgency(seen: PlaceRange, ready: PlaceRange, ahead: 'down' | 'up'): number[] {
  const places: number[] = [];
  for (let place = seen.first; place < seen.end; place++) places.push(place);
  const below: number[] = [];
  for (let place = seen.end; place < ready.end; place++) below.push(place);
  const above: number[] = [];
  for (let place = seen.first - 1; place >= ready.first; place--) above.push(place);
  return places.concat(ahead === 'down' ? [below, above].flat() : [above, below].flat());
}

/** How far to move a window so that a cell is fully seen; 0 when it is already. */
export function revealDelta(geometry: GridGeometry, place: number, { top, height }: GridWindow): number {
  const { y } = cellCorner(geometry, place);
  const above = y - GAP - top;
  if (above < 0) return above;
  const below = y + geometry.cellHeight + GAP - (top + height);
  // A cell that is taller than the window shows its top.
  return below > 0 ? Math.min(below, above) : 0;
}
