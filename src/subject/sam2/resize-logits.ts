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
  row: (
    y: number,
    upper: Float32Array,
    lower: Float32Array,
    part: number,
    rows: readonly [above: number, below: number],
  ) => void,
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
    const [above, below] = [rows.first[y] ?? 0, rows.second[y] ?? 0];
    row(y, widen(above), widen(below), rows.part[y] ?? 0, [above, below]);
  }
}

/** Of each row of square logits the first and the last sample above 0; the side and -1 where there is none. */
function positiveSpans(logits: Float32Array, side: number) {
  const first = new Int32Array(side).fill(side);
  const last = new Int32Array(side).fill(-1);
  for (let y = 0; y < side; y++) {
    const row = logits.subarray(y * side, (y + 1) * side);
    const found = row.findIndex((value) => value > 0);
    if (found < 0) continue;
    first[y] = found;
    last[y] = row.findLastIndex((value) => value > 0);
  }
  return { first, last };
}

/** The output samples, from and to, that each input sample has a part in. */
function reachOf(side: number, width: number) {
  const columns = tapsOf(side, width);
  const from = new Int32Array(side).fill(width);
  const to = new Int32Array(side);
  for (let x = width - 1; x >= 0; x--) from[columns.second[x] ?? 0] = from[columns.first[x] ?? 0] = x;
  for (let x = 0; x < width; x++) to[columns.first[x] ?? 0] = to[columns.second[x] ?? 0] = x + 1;
  // Where the picture is smaller than the logits, some of them have no part: the next one's reach will do.
  for (let c = side - 2; c >= 0; c--) from[c] = Math.min(from[c] ?? width, from[c + 1] ?? width);
  for (let c = 1; c < side; c++) to[c] = Math.max(to[c] ?? 0, to[c - 1] ?? 0);
  return { from, to };
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
  const side = sideOf(logits);
  const { first, last } = positiveSpans(logits, side);
  const { from, to } = reachOf(side, width);
  out.fill(0);
  eachRow(logits, side, width, height, (y, upper, lower, part, [above, below]) => {
    const left = Math.min(first[above] ?? side, first[below] ?? side);
    if (left === side) return;
    const right = Math.max(last[above] ?? -1, last[below] ?? -1);
    const at = y * width;
    const rest = 1 - part;
    const end = to[right] ?? width;
    for (let x = from[left] ?? 0; x < end; x++)
      if ((upper[x] ?? 0) * rest + (lower[x] ?? 0) * part > 0) out[at + x] = 255;
  });
  return out;
}
