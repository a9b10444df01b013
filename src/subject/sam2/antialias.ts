/** One axis: first input sample and the weights of an output sample. */
interface Weights {
  readonly first: number;
  readonly parts: Float64Array;
}

/** Triangle filter that widens where the axis shrinks (torchvision's `antialias=True`, Pillow's scheme in floats). */
function weightsOf(size: number, outSize: number): Weights[] {
  const scale = size / outSize;
  const support = Math.max(scale, 1);
  return Array.from({ length: outSize }, (_, i) => {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(size, Math.trunc(center + support + 0.5));
    const parts = Float64Array.from({ length: end - first }, (_, j) =>
      Math.max(0, 1 - Math.abs((first + j - center + 0.5) / support)),
    );
    const sum = parts.reduce((a, b) => a + b, 0);
    return { first, parts: parts.map((part) => part / sum) };
  });
}

/**
 * Antialiased bilinear resize of one plane of numbers, row by row.
 * @returns outWidth * outHeight values
 */
export function resizeAntialiased(
  values: Float32Array | Uint8Array,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
): Float32Array {
  const columns = weightsOf(width, outWidth);
  const narrow = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y++) {
    const from = y * width;
    columns.forEach(({ first, parts }, x) => {
      let sum = 0;
      for (let j = 0; j < parts.length; j++) sum += (values[from + first + j] ?? 0) * (parts[j] ?? 0);
      narrow[y * outWidth + x] = sum;
    });
  }
  const out = new Float32Array(outWidth * outHeight);
  const line = new Float64Array(outWidth);
  weightsOf(height, outHeight).forEach(({ first, parts }, y) => {
    line.fill(0);
    parts.forEach((part, j) => {
      const from = (first + j) * outWidth;
      for (let x = 0; x < outWidth; x++) line[x] = (line[x] ?? 0) + (narrow[from + x] ?? 0) * part;
    });
    out.set(line, y * outWidth);
  });
  return out;
}
