/** Where the sums of a picture's filters go: i64 Laplacian, i64 its squares, f64 Sobel magnitudes, in this order. */
export const FILTER_SUM_BYTES: usize = 24;

/** Fills the one-pixel frame around the preview: mirrored without the edge pixel; a side of 1 mirrors onto itself. */
export function mirrorBorders(preview: usize, stride: usize, width: usize, height: usize): void {
  const left: usize = width > 1 ? 1 : 0;
  const right: usize = width > 1 ? width - 2 : 0;
  for (let y: usize = 0; y < height; y++) {
    const row = preview + y * stride;
    store<u8>(row - 1, load<u8>(row + left));
    store<u8>(row + width, load<u8>(row + right));
  }
  const top: usize = height > 1 ? 1 : 0;
  const bottom: usize = height > 1 ? height - 2 : 0;
  memory.copy(preview - stride - 1, preview + top * stride - 1, width + 2);
  memory.copy(preview + height * stride - 1, preview + bottom * stride - 1, width + 2);
}

/**
 * Sums of the 4-neighbour Laplacian, of its squares, and of the 3x3 Sobel magnitude over the preview (borders filled
 * by mirrorBorders). With a mask (bytes 0 or 255 beside each other as in the preview, 0 = no mask) only pixels inside.
 * A magnitude is a float32 of at least 2^-23 steps, so a row's float64 sum is exact in any order: both builds agree.
 */
export function filterSums(preview: usize, stride: usize, width: usize, height: usize, mask: usize, out: usize): void {
  let sum: i64 = 0;
  let squares: i64 = 0;
  let edges: f64 = 0;
  for (let y: usize = 0; y < height; y++) {
    const row = preview + y * stride;
    const maskRow = mask ? mask + y * stride : 0;
    let rowEdges: f64 = 0;
    let x: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const fast = width & ~7;
      let edgeLanes = f64x2.splat(0);
      while (x < fast) {
        // 4096 pixels at most between flushes: 512 * 2 * 1020^2 stays below 2^31
        const stop = min<usize>(fast, x + 4096);
        let sumLanes = i32x4.splat(0);
        let squareLanes = i32x4.splat(0);
        for (; x < stop; x += 8) {
          const p = row + x;
          const above = v128.load_ext<u8>(p - stride);
          const aboveL = v128.load_ext<u8>(p - stride - 1);
          const aboveR = v128.load_ext<u8>(p - stride + 1);
          const here = v128.load_ext<u8>(p);
          const hereL = v128.load_ext<u8>(p - 1);
          const hereR = v128.load_ext<u8>(p + 1);
          const below = v128.load_ext<u8>(p + stride);
          const belowL = v128.load_ext<u8>(p + stride - 1);
          const belowR = v128.load_ext<u8>(p + stride + 1);
          const cross = i16x8.add(i16x8.add(above, below), i16x8.add(hereL, hereR));
          let lap = i16x8.sub(cross, i16x8.shl(here, 2));
          const dr = i16x8.add(i16x8.add(aboveR, belowR), i16x8.shl(hereR, 1));
          const dl = i16x8.add(i16x8.add(aboveL, belowL), i16x8.shl(hereL, 1));
          const db = i16x8.add(i16x8.add(belowL, belowR), i16x8.shl(below, 1));
          const da = i16x8.add(i16x8.add(aboveL, aboveR), i16x8.shl(above, 1));
          let gx = i16x8.sub(dr, dl);
          let gy = i16x8.sub(db, da);
          if (mask) {
            const inside = v128.load_ext<i8>(maskRow + x);
            lap = v128.and(lap, inside);
            gx = v128.and(gx, inside);
            gy = v128.and(gy, inside);
          }
          sumLanes = i32x4.add(sumLanes, i32x4.extadd_pairwise_i16x8_s(lap));
          squareLanes = i32x4.add(squareLanes, i32x4.dot_i16x8_s(lap, lap));
          const gLow = v128.shuffle<i16>(gx, gy, 0, 8, 1, 9, 2, 10, 3, 11);
          const gHigh = v128.shuffle<i16>(gx, gy, 4, 12, 5, 13, 6, 14, 7, 15);
          const low = f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(gLow, gLow)));
          const high = f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(gHigh, gHigh)));
          edgeLanes = f64x2.add(edgeLanes, f64x2.promote_low_f32x4(low));
          edgeLanes = f64x2.add(edgeLanes, f64x2.promote_low_f32x4(v128.shuffle<i64>(low, low, 1, 1)));
          edgeLanes = f64x2.add(edgeLanes, f64x2.promote_low_f32x4(high));
          edgeLanes = f64x2.add(edgeLanes, f64x2.promote_low_f32x4(v128.shuffle<i64>(high, high, 1, 1)));
        }
        sum += sumOfLanes(sumLanes);
        squares += sumOfLanes(squareLanes);
      }
      rowEdges = f64x2.extract_lane(edgeLanes, 0) + f64x2.extract_lane(edgeLanes, 1);
    }
    for (; x < width; x++) {
      if (mask && load<u8>(maskRow + x) == 0) continue;
      const p = row + x;
      const a: i32 = load<u8>(p - stride - 1);
      const b: i32 = load<u8>(p - stride);
      const c: i32 = load<u8>(p - stride + 1);
      const d: i32 = load<u8>(p - 1);
      const e: i32 = load<u8>(p);
      const f: i32 = load<u8>(p + 1);
      const g: i32 = load<u8>(p + stride - 1);
      const h: i32 = load<u8>(p + stride);
      const i: i32 = load<u8>(p + stride + 1);
      const lap = b + h + d + f - 4 * e;
      const gx = c + 2 * f + i - a - 2 * d - g;
      const gy = g + 2 * h + i - a - 2 * b - c;
      sum += lap;
      squares += lap * lap;
      rowEdges += <f64>Mathf.sqrt(<f32>(gx * gx + gy * gy));
    }
    edges += rowEdges;
  }
  store<i64>(out, sum);
  store<i64>(out + 8, squares);
  store<f64>(out + 16, edges);
}

@inline
function sumOfLanes(v: v128): i64 {
  return (
    <i64>i32x4.extract_lane(v, 0) +
    <i64>i32x4.extract_lane(v, 1) +
    <i64>i32x4.extract_lane(v, 2) +
    <i64>i32x4.extract_lane(v, 3)
  );
}
