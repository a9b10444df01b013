import type { Size } from '../decode/geometry.ts';
import { roundHalfEven } from './round-half-even.ts';

/** The longer side that pictures are shrunk to (PySceneDetect's DEFAULT_MIN_WIDTH), pixels. */
const LONGER_SIDE = 256;

/**
 * The size at which shots are looked for: PySceneDetect 0.7's (`compute_downscale_factor`).
 * @param size of the upright picture, pixels
 */
export function smallSize({ width, height }: Size): Size {
  const factor = Math.max(width, height) / LONGER_SIDE;
  if (factor <= 1) return { width, height };
  return {
    width: Math.max(1, roundHalfEven(width / factor)),
    height: Math.max(1, roundHalfEven(height / factor)),
  };
}
