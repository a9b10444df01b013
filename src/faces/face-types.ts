/** A decoded picture: packed 8-bit RGB, no padding. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Left, top, right and bottom in pixels of the picture, as a detector gives them: fractions, and beyond the edges. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** A position in pixels of the picture. */
export type Point = readonly [x: number, y: number];

/** Eye on the picture's left, eye on its right, nose, mouth corner on the left, mouth corner on the right. */
export type FivePoints = readonly [Point, Point, Point, Point, Point];

/** What a detector finds. */
export interface Detection {
  readonly box: Box;
  /** 0..1. */
  readonly score: number;
  /** Null where the detector has none. */
  readonly points: FivePoints | null;
}

/** Area of a box in square pixels. */
export function boxArea([x1, y1, x2, y2]: Box): number {
  return (x2 - x1) * (y2 - y1);
}

/** The five points of ten numbers x0, y0, x1, y1 …, moved by `at`. */
export function fivePoints(at: (index: number) => Point): FivePoints {
  return [at(0), at(1), at(2), at(3), at(4)];
}

/** Scales and moves a detection: x' = x * scaleX + left, y' = y * scaleY + top. */
export function mapDetection(
  { box, score, points }: Detection,
  scale: Point,
  [left, top]: Point = [0, 0],
): Detection {
  const map = ([x, y]: Point): Point => [x * scale[0] + left, y * scale[1] + top];
  const [x1, y1] = map([box[0], box[1]]);
  const [x2, y2] = map([box[2], box[3]]);
  return {
    box: [x1, y1, x2, y2],
    score,
    points: points && [map(points[0]), map(points[1]), map(points[2]), map(points[3]), map(points[4])],
  };
}
