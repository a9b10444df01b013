import type { Rational } from '../contract/probe.ts';
import type { Orientation } from './display-matrix.ts';

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Size of a stored picture with square pixels: the longer side of a pixel decides, so that the picture only ever
 * grows (352x288 at 12:11 becomes 384x288, at 8:9 it becomes 352x324).
 */
export function squareSize(width: number, height: number, pixelAspect: Rational): Size {
  const { num, den } = pixelAspect;
  if (num === den || num <= 0 || den <= 0) return { width, height };
  return num > den
    ? { width: Math.max(1, Math.round((width * num) / den)), height }
    : { width, height: Math.max(1, Math.round((height * den) / num)) };
}

/** Size after the quarter turn of an orientation. */
export function turnedSize({ width, height }: Size, { rotation }: Orientation): Size {
  return rotation === 90 || rotation === 270 ? { width: height, height: width } : { width, height };
}

/** Size at which a stored picture is meant to be seen: square pixels, turned upright. */
export function displaySize(width: number, height: number, aspect: Rational, turn: Orientation): Size {
  return turnedSize(squareSize(width, height, aspect), turn);
}
