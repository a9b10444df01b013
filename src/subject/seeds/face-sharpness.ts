import { clipped } from '../../contract/body-prompt.ts';
import type { Box } from '../../faces/face-types.ts';
import type { PictureSize } from '../subject-types.ts';

/** Samples along the longer side of a face. */
const MOST_SAMPLES = 64;

/**
 * How sharp a face is: variance of the 4-neighbour Laplacian of its luma, sampled at no more than 64 places a side, so that
 * large and small faces can be compared.
 * @param pixels packed 8-bit RGB of the whole picture
 * @returns 0 for a face of less than three pixels
 */
export function faceSharpness(pixels: Uint8Array, size: PictureSize, box: Box): number {
  const [left, top, right, bottom] = clipped(box, size);
  const [x1, y1, x2, y2] = [Math.floor(left), Math.floor(top), Math.floor(right), Math.floor(bottom)];
  const step = Math.max(1, Math.ceil(Math.max(x2 - x1, y2 - y1) / MOST_SAMPLES));
  const columns = Math.floor((x2 - x1) / step);
  const rows = Math.floor((y2 - y1) / step);
  if (columns < 3 || rows < 3) return 0;
  const luma = (column: number, row: number) => {
    const at = ((y1 + row * step) * size.width + x1 + column * step) * 3;
    return 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  };
  let sum = 0;
  let squares = 0;
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const around =
        luma(column - 1, row) + luma(column + 1, row) + luma(column, row - 1) + luma(column, row + 1);
      const value = around - 4 * luma(column, row);
      sum += value;
      squares += value * value;
    }
  }
  const count = (columns - 2) * (rows - 2);
  return Math.max(0, squares / count - (sum / count) ** 2);
}
