import type { FloatTensor } from '../../inference/session.ts';
import { type Detection, fivePoints } from '../face-types.ts';
import type { Size } from './letterbox.ts';

const STRIDES = [8, 16, 32] as const;

/** Names of YuNet's outputs. */
export const YUNET_OUTPUTS: readonly string[] = ['cls', 'obj', 'bbox', 'kps'].flatMap((kind) =>
  STRIDES.map((stride) => `${kind}_${stride}`),
);

const unit = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * Faces on the canvas (OpenCV, face_detect.cpp): one anchor a cell, score = sqrt(class * objectness).
 * @param output the output of a name of {@link YUNET_OUTPUTS}
 * @param confidence least score
 */
export function decodeYunet(
  output: (name: string) => FloatTensor,
  canvas: Size,
  confidence: number,
): Detection[] {
  const found: Detection[] = [];
  for (const stride of STRIDES) {
    const [classes, objects] = [output(`cls_${stride}`).data, output(`obj_${stride}`).data];
    const [boxes, points] = [output(`bbox_${stride}`).data, output(`kps_${stride}`).data];
    const columns = canvas.width / stride;
    classes.forEach((value, i) => {
      const score = Math.sqrt(unit(value) * unit(objects[i] ?? 0));
      if (!(score >= confidence)) return;
      const column = i % columns;
      const row = Math.floor(i / columns);
      const at = (k: number): number => boxes[i * 4 + k] ?? 0;
      const [x, y] = [(column + at(0)) * stride, (row + at(1)) * stride];
      const [halfWidth, halfHeight] = [(Math.exp(at(2)) * stride) / 2, (Math.exp(at(3)) * stride) / 2];
      const point = (k: number): number => points[i * 10 + k] ?? 0;
      found.push({
        box: [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight],
        score,
        points: fivePoints((k) => [(point(2 * k) + column) * stride, (point(2 * k + 1) + row) * stride]),
      });
    });
  }
  return found;
}
