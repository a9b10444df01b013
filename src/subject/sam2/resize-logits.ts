/** The two samples between which each output sample lies, and how far it is from the first (0..1). */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly part: Float32Array;
}

/** Bilinear sampling with half-pixel centres and no antialiasing (align_corners=false). */
function tapsOf(size: number, outSize: number): Taps {
  const first = new Int32Array(outSize);
  const second = new Int32Array(outSize);
  const part = new Float32Array(outSize);
  const scale = Math.fround(size / outSize);
  for (let i = 0; i < outSize; i++) {
    const position = Math.max(0, Math.fround(Math.fround((i + 0.5) * scale) - 0.5));
    const left = Math.min(Math.floor(position), size - 1);
    first[i] = left;
    second[i] = Math.min(left + 1, size - 1);
    part[i] = position - left;
  }
  return { first, second, part };
}

/** Goes through the output row by row: the two input rows around it, widened, and the part of the lower one. */
function eachRow(
  logits: Float32Array,
  side: number,
  width: number,
  height: number,
  row: (y: number, upper: Float32Array, lower: Float32Array, part: number) => void,
): void {
  const columns = tapsOf(side, width);
  const rows = tapsOf(side, height);
  const widened = [new Float32Array(width), new Float32Array(width)] as const;
  const held = [-1, -1];
  const widen = (y: number): Float32Array => {
    const at = y & 1;
    const out = widened[at === 0 ? 0 : 1];
    if (held[at] === y) return out;
    held[at] = y;
    const from = y * side;
    for (let x = 0; x < width; x++) {
      const part = columns.part[x] ?? 0;
      const left = logits[from + (columns.first[x] ?? 0)] ?? 0;
      const right = logits[from + (columns.second[x] ?? 0)] ?? 0;
      out[x] = left * (1 - part) + right * part;
    }
    return out;
  };
  for (let y = 0; y < height; y++) {
    const [upper, lower] = [widen(rows.first[y] ?? 0), widen(rows.second[y] ?? 0)];
    row(y, upper, lower, rows.part[y] ?? 0);
  }
}

/** Side of square logits. */
const sideOf = (logits: Float32Array): number => Math.sqrt(logits.length);

/**
 * Resizes square logits (low-resolution mask, row by row) to a picture: bilinear, half-pixel centres.
 * @returns width * height logits
 */
export function resizeLogits(logits: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(width * height);
  eachRow(logits, sideOf(logits), width, height, (y, upper, lower, part) => {
    const at = y * width;
    const rest = 1 - part;
    for (let x = 0; x < width; x++) out[at + x] = (upper[x] ?? 0) * rest + (lower[x] ?? 0) * part;
  });
  return out;
}

/**
 * The mask of a picture from square logits: the pixels whose resized logit is above 0.
 * @param out where it goes; new bytes unless given
 * @returns width * height bytes, 255 inside and 0 outside
 */
export function maskOfLogits(
  logits: Float32Array,
  width: number,
  height: number,
  out: Uint8Array = new Uint8Array(width * height),
): Uint8Array {
  eachRow(logits, sideOf(logits), width, height, (y, upper, lower, part) => {
    const at = y * width;
    const rest = 1 - part;
    for (let x = 0; x < width; x++)
      out[at + x] = (upper[x] ?? 0) * rest + (lower[x] ?? 0) * part > 0 ? 255 : 0;
  });
  return out;
}
