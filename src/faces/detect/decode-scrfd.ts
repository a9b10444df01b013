import type { FloatTensor } from '../../inference/session.ts';
import { type Detection, fivePoints, type Point } from '../face-types.ts';
import type { Size } from './letterbox.ts';

/** What the number of outputs says about a detector of the SCRFD kind. */
export interface ScrfdLayout {
  readonly strides: readonly number[];
  /** Anchors of one cell, beside each other. */
  readonly anchors: number;
  readonly points: boolean;
}

const THREE = [8, 16, 32] as const;
const FIVE = [8, 16, 32, 64, 128] as const;

const LAYOUTS: ReadonlyMap<number, ScrfdLayout> = new Map([
  [6, { strides: THREE, anchors: 2, points: false }],
  [9, { strides: THREE, anchors: 2, points: true }],
  [10, { strides: FIVE, anchors: 1, points: false }],
  [15, { strides: FIVE, anchors: 1, points: true }],
]);

/** The layout of a detector with so many outputs, or null if there is none (insightface, scrfd.py). */
export function scrfdLayout(outputs: number): ScrfdLayout | null {
  return LAYOUTS.get(outputs) ?? null;
}

/**
 * Faces on the canvas, in the order of strides and cells. Outputs by position: all scores `[n, 1]`, then all boxes
 * `[n, 4]` as distances from the cell's corner in strides, then all points `[n, 10]`; a leading axis of 1 changes
 * nothing.
 * @param confidence least score
 */
export function decodeScrfd(
  outputs: readonly FloatTensor[],
  layout: ScrfdLayout,
  canvas: Size,
  confidence: number,
): Detection[] {
  const found: Detection[] = [];
  const { strides, anchors } = layout;
  strides.forEach((stride, level) => {
    const scores = outputs[level]?.data ?? new Float32Array(0);
    const boxes = outputs[level + strides.length]?.data ?? new Float32Array(0);
    const points = layout.points ? outputs[level + 2 * strides.length]?.data : undefined;
    const columns = Math.floor(canvas.width / stride);
    scores.forEach((score, i) => {
      if (!(score >= confidence)) return;
      const cell = Math.floor(i / anchors);
      const x = (cell % columns) * stride;
      const y = Math.floor(cell / columns) * stride;
      const distance = (k: number): number => (boxes[i * 4 + k] ?? 0) * stride;
      const offset = (k: number): number => (points?.[i * 10 + k] ?? 0) * stride;
      const box = [x - distance(0), y - distance(1), x + distance(2), y + distance(3)] as const;
      // Rounded as float32 sums are, so that crops come out equal to the byte.
      const at = (k: number): Point => [Math.fround(x + offset(2 * k)), Math.fround(y + offset(2 * k + 1))];
      found.push({ box, score, points: points ? fivePoints(at) : null });
    });
  });
  return found;
}
