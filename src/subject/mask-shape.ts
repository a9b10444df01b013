import type { Box } from '../faces/face-types.ts';
import type { PictureSize, SubjectFace } from './subject-types.ts';

/** Percent of the picture and pixels below which a mask holds no subject. */
const LEAST_PERCENT = 0.5;
const LEAST_PIXELS = 100;

/** Pixels of a mask that belong to the subject. */
export function insidePixels(mask: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += (mask[i] ?? 0) > 128 ? 1 : 0;
  return count;
}

/** Whether so many pixels are too few to hold a subject: under 0.5 % of the picture or under 100. */
export function isTooSmall(pixels: number, { width, height }: PictureSize): boolean {
  return pixels < LEAST_PIXELS || (pixels * 100) / (width * height) < LEAST_PERCENT;
}

/** Intersection over union of what two rows of logits take for the subject; 0 where neither takes anything. */
export function logitsIou(a: Float32Array, b: Float32Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    const [inA, inB] = [(a[i] ?? 0) > 0, (b[i] ?? 0) > 0];
    both += inA && inB ? 1 : 0;
    either += inA || inB ? 1 : 0;
  }
  return either === 0 ? 0 : both / either;
}

/** Cells of a square of logits that belong to the subject. */
export function insideCells(logits: Float32Array): number {
  let count = 0;
  for (const value of logits) count += value > 0 ? 1 : 0;
  return count;
}

/** The box around what a square of logits takes for the subject, in pixels of the picture; null where that is nothing. */
export function logitsBox(logits: Float32Array, { width, height }: PictureSize): Box | null {
  const side = Math.round(Math.sqrt(logits.length));
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let i = 0; i < logits.length; i++) {
    if ((logits[i] ?? 0) <= 0) continue;
    const [x, y] = [i % side, Math.floor(i / side)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < 0) return null;
  const [across, down] = [width / side, height / side];
  return [left * across, top * down, (right + 1) * across, (bottom + 1) * down];
}

/** Whether the middle of a face lies on the subject. */
export function holdsFace(mask: Uint8Array, { width, height }: PictureSize, { box }: SubjectFace): boolean {
  const x = Math.floor((box[0] + box[2]) / 2);
  const y = Math.floor((box[1] + box[3]) / 2);
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  return (mask[y * width + x] ?? 0) > 128;
}
