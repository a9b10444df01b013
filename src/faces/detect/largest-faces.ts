import { boxArea, type Detection } from '../face-types.ts';

/** What counts when only some faces are kept: `area` alone, or area less the distance from the picture's middle. */
export type FacePreference = 'area' | 'central';

/**
 * The `most` faces that count most, in that order; all faces in their own order where there are no more (insightface,
 * `max_num` of the detectors: area - 2 d^2, d from the middle in whole pixels).
 */
export function largestFaces<T extends Detection>(
  faces: readonly T[],
  most: number,
  { width, height }: { readonly width: number; readonly height: number },
  preference: FacePreference = 'central',
): T[] {
  if (faces.length <= most) return [...faces];
  const [middleX, middleY] = [Math.floor(width / 2), Math.floor(height / 2)];
  const worth = ({ box }: T): number => {
    if (preference === 'area') return boxArea(box);
    const dx = (box[0] + box[2]) / 2 - middleX;
    const dy = (box[1] + box[3]) / 2 - middleY;
    return boxArea(box) - 2 * (dx * dx + dy * dy);
  };
  return [...faces].sort((a, b) => worth(b) - worth(a)).slice(0, most);
}
