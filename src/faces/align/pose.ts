import type { FivePoints, Point } from '../face-types.ts';
import { meanPoint } from './five-points.ts';

/** How a head is turned, judged by its five points: for comparing faces, no angles but `roll`. */
export interface Pose {
  /** How far the nose lies from the middle line, in eye distances; positive: towards the picture's left. */
  readonly yaw: number;
  /** Where the nose lies on the way from the eyes (0) to the mouth (1). */
  readonly pitch: number;
  /** Degrees by which the line of the eyes falls towards the picture's right. */
  readonly roll: number;
}

/** The pose of a face; null where eyes, or eyes and mouth, are at one place. */
export function poseOf([left, right, nose, mouthLeft, mouthRight]: FivePoints): Pose | null {
  const [dx, dy] = [right[0] - left[0], right[1] - left[1]];
  const distance = Math.hypot(dx, dy);
  const eyes = meanPoint([left, right]);
  const mouth = meanPoint([mouthLeft, mouthRight]);
  const middle = meanPoint([eyes, mouth]);
  const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];
  const down: Point = [mouth[0] - eyes[0], mouth[1] - eyes[1]];
  const length = dot(down, down);
  if (!(distance > 0 && length > 0)) return null;
  const across: Point = [dx / distance, dy / distance];
  return {
    yaw: -dot([nose[0] - middle[0], nose[1] - middle[1]], across) / distance,
    pitch: dot([nose[0] - eyes[0], nose[1] - eyes[1]], down) / length,
    roll: (Math.atan2(dy, dx) * 180) / Math.PI,
  };
}
