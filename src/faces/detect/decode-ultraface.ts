import type { Box, Detection } from '../face-types.ts';
import type { Size } from './letterbox.ts';

/** Sides of the boxes of each feature map, and pixels per cell (Linzaer's Ultra-Light-Fast-Generic-Face-Detector). */
const MAPS = [
  { stride: 8, sides: [10, 16, 24] },
  { stride: 16, sides: [32, 48] },
  { stride: 32, sides: [64, 96] },
  { stride: 64, sides: [128, 192, 256] },
] as const;

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/** The prior boxes of a network with that input: centre x, centre y, width, height as shares of it. */
export function ultrafacePriors({ width, height }: Size): Float32Array {
  const priors: number[] = [];
  for (const { stride, sides } of MAPS) {
    const [columns, rows] = [Math.ceil(width / stride), Math.ceil(height / stride)];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (const side of sides) {
          const shape = [(column + 0.5) / columns, (row + 0.5) / rows, side / width, side / height];
          priors.push(...shape.map(clamped));
        }
      }
    }
  }
  return Float32Array.from(priors);
}

/** A box of raw locations, with the variances 0.1 of the centre and 0.2 of the size. */
function boxOfLocation(location: (k: number) => number, prior: (k: number) => number): Box {
  const x = location(0) * 0.1 * prior(2) + prior(0);
  const y = location(1) * 0.1 * prior(3) + prior(1);
  const halfWidth = (Math.exp(location(2) * 0.2) * prior(2)) / 2;
  const halfHeight = (Math.exp(location(3) * 0.2) * prior(3)) / 2;
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}

/**
 * Faces with boxes as shares of the input's width and height.
 * @param scores `[n, 2]` of which the second is the face's probability
 * @param boxes `[n, 4]`: corners, or with `priors` the raw locations of a network without post-processing
 * @param confidence scores must be above it
 */
export function decodeUltraface(
  scores: Float32Array,
  boxes: Float32Array,
  confidence: number,
  priors: Float32Array | null = null,
): Detection[] {
  const found: Detection[] = [];
  for (let i = 0; i * 2 < scores.length; i++) {
    const score = scores[i * 2 + 1] ?? 0;
    if (!(score > confidence)) continue;
    const value = (k: number): number => boxes[i * 4 + k] ?? 0;
    const box: Box = priors
      ? boxOfLocation(value, (k) => priors[i * 4 + k] ?? 0)
      : [value(0), value(1), value(2), value(3)];
    found.push({ box, score, points: null });
  }
  return found;
}
