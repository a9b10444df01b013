/** How a stored picture is turned and mirrored for display. */
export interface Orientation {
  /** Degrees clockwise: 0, 90, 180 or 270. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly flipped: boolean;
  /** FFmpeg filters that do it, in order. */
  readonly filters: readonly string[];
}

const UPRIGHT: Orientation = { rotation: 0, flipped: false, filters: [] };

/** The nine integers of ffprobe's display matrix dump, or null. */
export function parseDisplayMatrix(dump: string): readonly number[] | null {
  const numbers = [...dump.matchAll(/^[0-9a-f]{8}:\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s*$/gm)].flatMap((row) =>
    row.slice(1, 4).map(Number),
  );
  return numbers.length === 9 ? numbers : null;
}

/**
 * Orientation from a display matrix, by the rules of FFmpeg's own autorotation (quarter turns and mirrors; other
 * angles are left upright).
 * @param matrix nine 16.16 and 2.30 fixed-point numbers, row by row
 */
export function orientationOf(matrix: readonly number[] | null): Orientation {
  if (!matrix) return UPRIGHT;
  const [a = 0, b = 0, , c = 0, d = 0] = matrix;
  const scaleX = Math.hypot(a, c);
  const scaleY = Math.hypot(b, d);
  if (scaleX === 0 || scaleY === 0) return UPRIGHT;
  const degrees = Math.round((Math.atan2(b / scaleY, a / scaleX) * 180) / Math.PI);
  const theta = ((degrees % 360) + 360) % 360;
  const flipped = a * d - b * c < 0;
  if (theta === 90)
    return { rotation: 90, flipped, filters: [flipped ? 'transpose=cclock_flip' : 'transpose=clock'] };
  if (theta === 270)
    return { rotation: 270, flipped, filters: [flipped ? 'transpose=clock_flip' : 'transpose=cclock'] };
  if (theta === 180) {
    return { rotation: 180, flipped, filters: [...(a < 0 ? ['hflip'] : []), ...(d < 0 ? ['vflip'] : [])] };
  }
  if (theta === 0 && d < 0) return { rotation: 0, flipped, filters: ['vflip'] };
  return UPRIGHT;
}
