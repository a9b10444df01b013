/** A plane of 8-bit luma, one number a pixel. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly at: (x: number, y: number) => number;
}

/** What the reference finds, in plain float64. */
export interface Reference {
  readonly sharpness: number;
  readonly edge: number;
  readonly mean: number;
  readonly std: number;
  readonly entropy: number;
  readonly pixels: number;
  readonly previewPixels: number;
}

/** The metrics written down a second time, straight from their definitions, without a thought for speed. */
export function referenceMetrics(plane: Plane, mask?: Plane): Reference {
  const preview = referencePreview(plane);
  const inside = everyPixel(plane).filter(([x, y]) => !mask || mask.at(x, y) > 128);
  const insidePreview = everyPixel(preview).filter(([x, y]) => {
    const mx = Math.floor((x * plane.width) / preview.width);
    const my = Math.floor((y * plane.height) / preview.height);
    return !mask || mask.at(mx, my) > 128;
  });
  const values = inside.map(([x, y]) => plane.at(x, y));
  const near = (x: number, y: number): number =>
    preview.at(mirror(x, preview.width), mirror(y, preview.height));
  const laplacian = insidePreview.map(
    ([x, y]) => near(x, y - 1) + near(x, y + 1) + near(x - 1, y) + near(x + 1, y) - 4 * near(x, y),
  );
  const sobel = insidePreview.map(([x, y]) => {
    const column = (i: number): number => near(x + i, y - 1) + 2 * near(x + i, y) + near(x + i, y + 1);
    const row = (i: number): number => near(x - 1, y + i) + 2 * near(x, y + i) + near(x + 1, y + i);
    return Math.hypot(column(1) - column(-1), row(1) - row(-1));
  });
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / values.length);
  return {
    sharpness: spread(laplacian) ** 2,
    edge: average(sobel),
    mean: average(values),
    std: spread(values),
    entropy: -shares.reduce((sum, p) => sum + p * Math.log2(p), 0),
    pixels: values.length,
    previewPixels: insidePreview.length,
  };
}

/** Area average by real overlaps; float32 products and sums as OpenCV's, so that ties round the same way. */
function referencePreview({ width, height, at }: Plane): Plane {
  const columns = Math.max(1, Math.floor(width / 4));
  const rows = Math.max(1, Math.floor(height / 4));
  const whole = Number.isInteger(width / columns) && Number.isInteger(height / rows);
  const cells = everyPixel({ width: columns, height: rows }).map(([x, y]) => {
    const across = overlaps(width, columns, x);
    const down = overlaps(height, rows, y);
    if (whole) {
      const block = down.flatMap(([j]) => across.map(([i]) => at(i, j)));
      const sum = block.reduce((a, b) => a + b, 0);
      const isTwo = width === 2 * columns && height === 2 * rows;
      return isTwo
        ? Math.floor((sum + 2) / 4)
        : roundHalfEven(Math.fround(sum * Math.fround(1 / block.length)));
    }
    const total = down.reduce((sum, [j, beta]) => {
      const line = across.reduce((s, [i, alpha]) => Math.fround(s + Math.fround(at(i, j) * alpha)), 0);
      return Math.fround(sum + Math.fround(line * beta));
    }, 0);
    return roundHalfEven(total);
  });
  return { width: columns, height: rows, at: (x, y) => cells[y * columns + x] ?? Number.NaN };
}

/** Source pixels under output cell `i` and the float32 share of each. */
function overlaps(size: number, count: number, i: number): [number, number][] {
  const scale = size / count;
  const from = i * scale;
  const to = Math.min(size, from + scale);
  const found: [number, number][] = [];
  for (let s = Math.floor(from); s < to; s++) {
    const overlap = Math.min(to, s + 1) - Math.max(from, s);
    if (overlap > 1e-3) found.push([s, Math.fround(overlap / (to - from))]);
  }
  return found;
}

function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

function mirror(i: number, size: number): number {
  if (size === 1) return 0;
  return i < 0 ? -i : i >= size ? 2 * size - 2 - i : i;
}

function everyPixel({ width, height }: { width: number; height: number }): [number, number][] {
  return Array.from({ length: width * height }, (_, i) => [i % width, Math.floor(i / width)]);
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const mean = average(values);
  return Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
}
