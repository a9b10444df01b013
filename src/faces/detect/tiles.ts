import type { Box } from '../face-types.ts';

/** A part of the picture, as shares of its width and height. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The whole picture. */
export const WHOLE: Tile = { left: 0, top: 0, width: 1, height: 1 };

/** Share of the picture that a tile is wide and high. */
const SIDE = 0.6;
/** Within this share of a tile, a box touches its edge. */
const TOUCH = 0.01;

/** The whole picture and its four corners, which overlap, so that small faces come out larger in one of them. */
export const TILES: readonly Tile[] = [
  WHOLE,
  ...[0, 1 - SIDE].flatMap((top) => [0, 1 - SIDE].map((left) => ({ left, top, width: SIDE, height: SIDE }))),
];

/** True if a box (shares of the tile) touches an edge of the tile inside the picture: its face may go on beyond. */
export function touchesInnerEdge([x1, y1, x2, y2]: Box, { left, top, width, height }: Tile): boolean {
  const end = 1 - TOUCH;
  return (
    (left > 0 && x1 <= TOUCH) ||
    (top > 0 && y1 <= TOUCH) ||
    (left + width < 1 && x2 >= end) ||
    (top + height < 1 && y2 >= end)
  );
}
