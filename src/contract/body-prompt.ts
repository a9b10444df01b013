/** Left, top, right and bottom. */
type Box = readonly [number, number, number, number];
type Point = readonly [number, number];

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Widths of the face from its middle to either side of the body: shoulders and arms. */
const HALF_WIDTH = 2;
/** Heights of the face above it: hair, a hat. */
const ABOVE = 0.6;
/** Heights of the face from its top to the feet: a standing person is seven to eight heads high. */
const BELOW = 7.5;
/** Heights of the face from its lower edge to the chest. */
const CHEST = 0.9;

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

/** A box cut at the edges of the picture. */
export function clipped([x1, y1, x2, y2]: Box, { width, height }: PictureSize): Box {
  return [clamp(x1, width), clamp(y1, height), clamp(x2, width), clamp(y2, height)];
}

/**
 * Points at the whole person that a face belongs to: a box of a standing body, cut at the edges, one point on the face and
 * one on the chest where that is in the picture. The box alone would do for a free-standing person; the points keep the
 * mask on this person where others stand in the same box.
 */
export function bodyPrompt(
  face: Box,
  size: PictureSize,
): { readonly box: Box; readonly points: readonly Point[]; readonly labels: readonly 1[] } {
  const [x1, y1, x2, y2] = face;
  const [across, down] = [x2 - x1, y2 - y1];
  const middle = (x1 + x2) / 2;
  const box: Box = [
    middle - HALF_WIDTH * across,
    y1 - ABOVE * down,
    middle + HALF_WIDTH * across,
    y1 + BELOW * down,
  ];
  const wanted: Point[] = [
    [middle, (y1 + y2) / 2],
    [middle, y2 + CHEST * down],
  ];
  const points = wanted.filter(([x, y]) => x >= 0 && y >= 0 && x < size.width && y < size.height);
  return { box: clipped(box, size), points, labels: points.map(() => 1 as const) };
}
