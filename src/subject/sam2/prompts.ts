import { resizeAntialiased } from './antialias.ts';

/** A point in pixels of the written picture. */
export type PromptPoint = readonly [x: number, y: number];

/** Points and a box that say what the object is. */
export interface PointPrompt {
  readonly points?: readonly PromptPoint[];
  /** One a point: 1 on the object, 0 beside it. */
  readonly labels?: readonly (0 | 1)[];
  /** Left, top, right, bottom in pixels of the written picture. */
  readonly box?: readonly [number, number, number, number];
}

/** Points as the decoder takes them: pairs in pixels of the model's picture, and labels. */
export interface ModelPoints {
  readonly points: Float32Array;
  readonly labels: readonly number[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Points of a prompt, the corners of its box first. The picture is stretched to the model's square.
 * @throws RangeError without point and box, or with another number of labels than of points
 */
export function modelPoints(
  { points = [], labels = points.map(() => 1), box }: PointPrompt,
  { width, height }: Size,
  image: number,
  boxLabels: readonly [number, number],
): ModelPoints {
  if (labels.length !== points.length)
    throw new RangeError(`${points.length} points have ${labels.length} labels`);
  const corners: readonly PromptPoint[] = box
    ? [
        [box[0], box[1]],
        [box[2], box[3]],
      ]
    : [];
  const all = [...corners, ...points];
  if (all.length === 0) throw new RangeError('a prompt needs a point or a box');
  const scaled = all.flatMap(([x, y]) => [
    Math.fround(Math.fround(Math.fround(x) / width) * image),
    Math.fround(Math.fround(Math.fround(y) / height) * image),
  ]);
  return { points: Float32Array.from(scaled), labels: [...(box ? boxLabels : []), ...labels] };
}

/** Both, the earlier ones first. */
export function joinPoints(before: ModelPoints, more: ModelPoints): ModelPoints {
  const points = new Float32Array(before.points.length + more.points.length);
  points.set(before.points);
  points.set(more.points, before.points.length);
  return { points, labels: [...before.labels, ...more.labels] };
}

/** A mask at the model's size, S * S ones and zeros. `mask`: a byte a pixel, anything but 0 is inside. */
export function modelMask(mask: Uint8Array, { width, height }: Size, image: number): Float32Array {
  if (mask.length !== width * height)
    throw new RangeError(`${mask.length} bytes are no mask of ${width}x${height} pixels`);
  const inside = new Float32Array(mask.length);
  for (let i = 0; i < mask.length; i++) inside[i] = mask[i] ? 1 : 0;
  if (width === image && height === image) return inside;
  return resizeAntialiased(inside, width, height, image, image).map((value) => (value >= 0.5 ? 1 : 0));
}

/** Logits of a sure mask (sigmoid scale 20, bias -10), at low resolution. */
export function maskLogits(mask: Float32Array, image: number, lowRes: number): Float32Array {
  return resizeAntialiased(
    mask.map((value) => value * 20 - 10),
    image,
    image,
    lowRes,
    lowRes,
  );
}

/**
 * A mask said with points, for decoders that take no mask: its box, and the point of it that is farthest from its edge.
 * Null for an empty mask.
 */
export function pointsOfMask(
  mask: Float32Array,
  side: number,
  boxLabels: readonly [number, number],
): ModelPoints | null {
  const depth = new Uint16Array(mask.length);
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= side || y >= side ? 0 : (depth[y * side + x] ?? 0);
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!mask[y * side + x]) continue;
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
      depth[y * side + x] = 1 + Math.min(at(x - 1, y - 1), at(x, y - 1), at(x + 1, y - 1), at(x - 1, y));
    }
  }
  if (right < 0) return null;
  let inner = 0;
  for (let y = side - 1; y >= 0; y--) {
    for (let x = side - 1; x >= 0; x--) {
      const i = y * side + x;
      if (!mask[i]) continue;
      const back = 1 + Math.min(at(x + 1, y), at(x - 1, y + 1), at(x, y + 1), at(x + 1, y + 1));
      depth[i] = Math.min(depth[i] ?? 0, back);
      if ((depth[i] ?? 0) > (depth[inner] ?? 0) || !mask[inner]) inner = i;
    }
  }
  const [x, y] = [inner % side, Math.floor(inner / side)];
  const points = Float32Array.of(left, top, right + 1, bottom + 1, x + 0.5, y + 0.5);
  return { points, labels: [...boxLabels, 1] };
}
