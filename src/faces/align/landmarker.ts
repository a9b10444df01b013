import type { ModelSession } from '../../inference/session.ts';
import type { PixelsAt } from '../../kernel/pixels.ts';
import type { Box, Point } from '../face-types.ts';
import type { Workspace } from '../workspace.ts';
import { squareBox } from './square-box.ts';

const SIDE = { width: 64, height: 64 } as const;
const GREY_DIVISOR = 256;

/** The 68 landmarks of a face in pixels of the picture (fr_landmark); null for a box without pixels. */
export async function findLandmarks(
  session: ModelSession,
  workspace: Workspace,
  picture: PixelsAt,
  box: Box,
): Promise<Point[] | null> {
  const square = squareBox(box, picture);
  if (!square) return null;
  const [left, top, right, bottom] = square;
  const pixels = workspace.resized(workspace.part(picture, square), SIDE);
  const [output] = await session.run(workspace.greyPlane(pixels, GREY_DIVISOR));
  const shares = output?.data ?? new Float32Array(0);
  return Array.from(
    { length: shares.length / 2 },
    (_, i): Point => [
      (shares[2 * i] ?? 0) * (right - left) + left,
      (shares[2 * i + 1] ?? 0) * (bottom - top) + top,
    ],
  );
}
