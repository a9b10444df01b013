import type { ModelSession } from '../../inference/session.ts';
import type { PixelsAt } from '../../kernel/pixels.ts';
import type { Size } from '../detect/letterbox.ts';
import type { Box, Point } from '../face-types.ts';
import type { Workspace } from '../workspace.ts';
import { LIDS, meanPoint } from './five-points.ts';

/** Landmarks of the inner and outer corner of each eye, the one further to the right in the picture first. */
const EYES = [
  { lids: LIDS.left, right: 39, left: 36 },
  { lids: LIDS.right, right: 45, left: 42 },
] as const;

const SIDE = { width: 24, height: 24 } as const;
/** Side of the crop in widths of the eye. */
const WIDTHS = 1.6;

/** The square around one eye in whole pixels; null where the eye is turned away or outside. */
export function eyeBox(landmarks: readonly Point[], eye: 0 | 1, { width, height }: Size): Box | null {
  const { lids, right, left } = EYES[eye];
  const point = (index: number): Point => landmarks[index] ?? [Number.NaN, Number.NaN];
  const [x, y] = meanPoint(lids.map(point)).map(Math.trunc);
  const wanted = Math.trunc((point(right)[0] - point(left)[0]) * WIDTHS);
  const corner = (middle = Number.NaN) => Math.max(0, Math.trunc(middle - wanted / 2));
  const [from, top] = [corner(x), corner(y)];
  const side = Math.min(wanted, width - from, height - top);
  return side >= 2 ? [from, top, from + side, top + side] : null;
}

/**
 * How surely both eyes of a face are closed, 0..1 (fr_eye, mean of both): a signal for ranking frames of one run.
 * @returns null where an eye cannot be seen
 */
export async function eyesClosed(
  session: ModelSession,
  workspace: Workspace,
  picture: PixelsAt,
  landmarks: readonly Point[],
): Promise<number | null> {
  let sum = 0;
  for (const eye of [0, 1] as const) {
    const box = eyeBox(landmarks, eye, picture);
    if (!box) return null;
    const pixels = workspace.resized(workspace.part(picture, box), SIDE);
    const [output] = await session.run(workspace.greyPlane(pixels, 255));
    const [closed = 0, open = 0] = output?.data ?? [];
    sum += 1 / (1 + Math.exp(open - closed));
  }
  return sum / EYES.length;
}
