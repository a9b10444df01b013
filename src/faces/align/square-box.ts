import type { Size } from '../detect/letterbox.ts';
import type { Box } from '../face-types.ts';

/**
 * The square as high as the box around its middle, corners clamped to the picture and cut to whole pixels; right and
 * bottom are outside. Null where fewer than two pixels are left.
 */
export function squareBox([x1, y1, x2, y2]: Box, { width, height }: Size): Box | null {
  const half = (y2 - y1) / 2;
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const left = Math.trunc(Math.max(0, x - half));
  const top = Math.trunc(Math.max(0, y - half));
  const right = Math.trunc(Math.min(width - 1, x + half));
  const bottom = Math.trunc(Math.min(height - 1, y + half));
  return right - left >= 2 && bottom - top >= 2 ? [left, top, right, bottom] : null;
}
