import type { Size } from '../../decode/geometry.ts';
import { areaShrinker } from '../area-shrink.ts';
import type { ShotDetector } from '../shot-detector.ts';
import { singleCuts } from '../single-cuts.ts';
import { smallPictures } from '../small-pictures.ts';

/** Parameters of the hash detector. */
export interface HashOptions {
  /** Least share of bits that differ, 0 to 1. */
  readonly threshold: number;
  /** Frames. */
  readonly minLength: number;
  /** Bits along each side of the hash. */
  readonly size: number;
  /** How many times as many frequencies are worked out as are kept. */
  readonly lowpass: number;
}

/** Grey of packed BGR (OpenCV 5's BGR2GRAY on 8 bits, 15-bit weights). */
export function greyOf(bgr: Uint8Array): Uint8Array {
  const grey = new Uint8Array(bgr.length / 3);
  for (let i = 0; i < grey.length; i++) {
    const at = i * 3;
    grey[i] = (3735 * (bgr[at] ?? 0) + 19235 * (bgr[at + 1] ?? 0) + 9798 * (bgr[at + 2] ?? 0) + 16384) >> 15;
  }
  return grey;
}

/** Rows of the orthonormal DCT-II of `length` samples: only the first `kept` frequencies. */
function cosines(length: number, kept: number): readonly Float64Array[] {
  return Array.from({ length: kept }, (_, k) =>
    Float64Array.from({ length }, (_, n) => {
      const scale = Math.sqrt((k === 0 ? 1 : 2) / length);
      return scale * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * length));
    }),
  );
}

/** Frequencies nearer to zero than this are rounding. */
const ROUNDING = 1e-6;

/** Low frequencies of a square picture, row by row. */
function lowFrequencies(
  samples: Float64Array,
  side: number,
  kept: number,
  basis: readonly Float64Array[],
): Float64Array {
  const halfway = new Float64Array(kept * side);
  for (const [v, row] of basis.entries()) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let y = 0; y < side; y++) sum += (row[y] ?? 0) * (samples[y * side + x] ?? 0);
      halfway[v * side + x] = sum;
    }
  }
  const out = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v++) {
    for (const [u, row] of basis.entries()) {
      let sum = 0;
      for (let x = 0; x < side; x++) sum += (row[x] ?? 0) * (halfway[v * side + x] ?? 0);
      out[v * kept + u] = Math.abs(sum) < ROUNDING ? 0 : sum;
    }
  }
  return out;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Makes a function that hashes packed BGR of one size: which low frequencies lie above their median (pHash). */
export function hashOf(size: number, lowpass: number): (bgr: Uint8Array, from: Size) => Uint8Array {
  const side = size * lowpass;
  const basis = cosines(side, size);
  let shrink: ((plane: Uint8Array) => Uint8Array) | null = null;
  return (bgr, from) => {
    shrink ??= areaShrinker(from, { width: side, height: side });
    const grey = shrink(greyOf(bgr));
    const most = grey.reduce((a, b) => Math.max(a, b), 0) || 1;
    const low = lowFrequencies(
      Float64Array.from(grey, (value) => Math.fround(value / most)),
      side,
      size,
      basis,
    );
    const middle = median(low);
    return Uint8Array.from(low, (value) => (value > middle ? 1 : 0));
  };
}

/** PySceneDetect 0.7.2's HashDetector; a measure is the share of bits that changed, null for the first frame. */
export function hashDetector(options: HashOptions): ShotDetector<number | null> {
  return {
    pictures: smallPictures,
    meter: () => {
      const hash = hashOf(options.size, options.lowpass);
      let before: Uint8Array | null = null;
      return ({ bgr, size }) => {
        const now = hash(bgr, size);
        const earlier = before;
        before = now;
        if (!earlier) return null;
        return now.reduce((count, bit, i) => count + (bit === earlier[i] ? 0 : 1), 0) / now.length;
      };
    },
    judge: (clock) =>
      singleCuts(clock, options.minLength, (share) => share !== null && share >= options.threshold),
  };
}
