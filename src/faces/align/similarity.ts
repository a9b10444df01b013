import type { Affine } from '../../kernel/pixels.ts';
import type { FivePoints, Point } from '../face-types.ts';
import { meanPoint } from './five-points.ts';

/** Where the five points lie in a crop of 112x112 (ArcFace, insightface's face_align.py). */
const TEMPLATE: FivePoints = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/** The template for a crop: scaled where 112 divides its size; else of a 128 wide crop, 8 of 128 to the right. */
function templateFor(size: number): Point[] {
  const wide = size % 112 !== 0;
  const scale = size / (wide ? 128 : 112);
  return TEMPLATE.map(([x, y]) => [x * scale + (wide ? 8 * scale : 0), y * scale]);
}

/**
 * The similarity (rotation, scale, shift) that maps the points onto the template of a crop with the least squared
 * error: Umeyama's estimator in closed form for two dimensions.
 * @param size side of the crop in pixels
 * @returns null where all points are one
 */
export function similarityTo(points: FivePoints, size: number): Affine | null {
  const target = templateFor(size);
  const [meanX, meanY] = meanPoint(points);
  const [goalX, goalY] = meanPoint(target);
  let [spread, along, across] = [0, 0, 0];
  points.forEach(([px, py], i) => {
    const [tx = 0, ty = 0] = target[i] ?? [];
    const [x, y, u, v] = [px - meanX, py - meanY, tx - goalX, ty - goalY];
    spread += x * x + y * y;
    along += x * u + y * v;
    across += x * v - y * u;
  });
  if (!(spread > 0)) return null;
  const [a, b] = [along / spread, across / spread];
  return [a, -b, goalX - a * meanX + b * meanY, b, a, goalY - b * meanX - a * meanY];
}

/** The inverse of an affine map; its determinant must not be 0. */
export function inverse([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d;
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
}
