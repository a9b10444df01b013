/** One axis: of each output sample the first input sample, and `taps` weights (0 where they are not needed). */
interface Axis {
  readonly first: Int32Array;
  readonly weights: Float64Array;
  readonly taps: number;
}

/** Triangle filter that widens where the axis shrinks (torchvision's `antialias=True`, Pillow's scheme in floats). */
function axisOf(size: number, outSize: number): Axis {
  const scale = size / outSize;
  const support = Math.max(scale, 1);
  const taps = Math.min(size, Math.ceil(support) * 2 + 1);
  const first = new Int32Array(outSize);
  const weights = new Float64Array(outSize * taps);
  for (let i = 0; i < outSize; i++) {
    const center = (i + 0.5) * scale;
    const begin = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(size, Math.trunc(center + support + 0.5));
    const row = weights.subarray(i * taps, i * taps + end - begin);
    let sum = 0;
    for (let j = 0; j < row.length; j++) {
      row[j] = Math.max(0, 1 - Math.abs((begin + j - center + 0.5) / support));
      sum += row[j] ?? 0;
    }
    for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) / sum;
    first[i] = begin;
  }
  return { first, weights, taps };
}

/**
 * Antialiased bilinear resize of one plane of numbers, row by row.
 * @returns outWidth * outHeight values
 */
export function resizeAntialiased(
  values: Float32Array,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
): Float32Array {
  const narrow = narrowed(values, width, height, outWidth);
  const { first, weights, taps } = axisOf(height, outHeight);
  const out = new Float32Array(outWidth * outHeight);
  const line = new Float64Array(outWidth);
  for (let y = 0; y < outHeight; y++) {
    line.fill(0);
    for (let j = 0; j < taps; j++) {
      const weight = weights[y * taps + j] ?? 0;
      if (weight === 0) continue;
      const from = ((first[y] ?? 0) + j) * outWidth;
      for (let x = 0; x < outWidth; x++) line[x] = (line[x] ?? 0) + (narrow[from + x] ?? 0) * weight;
    }
    out.set(line, y * outWidth);
  }
  return out;
}

/** The step along rows. */
function narrowed(values: Float32Array, width: number, height: number, outWidth: number): Float64Array {
  const { first, weights, taps } = axisOf(width, outWidth);
  const out = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y++) {
    const row = values.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < outWidth; x++) {
      const from = first[x] ?? 0;
      let sum = 0;
      // Weights behind the last sample are 0; so is what is not there.
      for (let j = 0; j < taps; j++) sum += (row[from + j] ?? 0) * (weights[x * taps + j] ?? 0);
      out[y * outWidth + x] = sum;
    }
  }
  return out;
}
