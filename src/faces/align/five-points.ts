import type { FivePoints, Point } from '../face-types.ts';

/** The points of the 68 that outline the lids of the eye on the picture's left and on its right. */
export const LIDS = { left: [37, 38, 40, 41], right: [43, 44, 46, 47] } as const;

/** The mean of some points. */
export function meanPoint(points: readonly Point[]): Point {
  const sum = (axis: 0 | 1) => points.reduce((total, point) => total + point[axis], 0);
  return [sum(0) / points.length, sum(1) / points.length];
}

/** Middles of the eyes, tip of the nose, mouth corners of 68 landmarks (the usual order of iBUG 300-W). */
export function fiveOfLandmarks(landmarks: readonly Point[]): FivePoints {
  const mean = (...indexes: readonly number[]) =>
    meanPoint(indexes.map((index) => landmarks[index] ?? [Number.NaN, Number.NaN]));
  return [mean(...LIDS.left), mean(...LIDS.right), mean(30), mean(48, 60), mean(54, 64)];
}
