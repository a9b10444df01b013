import { buildTaps, tapTableBytes, tapWeight } from './area-taps';
import { countRow } from './histogram';
import { expandRow } from './luma-range';

/** Scratch of areaPreview: two tap tables, two float32 rows of the preview, one byte row of the picture. */
export function areaScratchBytes(width: usize, columns: usize, rows: usize): usize {
  return tapTableBytes(columns) + tapTableBytes(rows) + ((columns + 3) & ~3) * 8 + width;
}

/**
 * Preview of any size by OpenCV's general INTER_AREA path, same float32 products in the same order, rounded half to
 * even. Counts each luma row into `tables` as it passes by (0: no counting).
 */
export function areaPreview(
  luma: usize, stride: usize, width: usize, height: usize, limited: bool,
  preview: usize, previewStride: usize, columns: usize, rows: usize, tables: usize, scratch: usize,
): void {
  const xTaps = scratch;
  const yTaps = xTaps + tapTableBytes(columns);
  const line = yTaps + tapTableBytes(rows);
  const sums = line + (((columns + 3) & ~3) << 2);
  const wide = sums + (((columns + 3) & ~3) << 2);
  const taps = buildTaps(width, columns, xTaps);
  const yMost = buildTaps(height, rows, yTaps);
  let counted: usize = 0;
  let inLine = usize.MAX_VALUE;
  for (let y: usize = 0; y < rows; y++) {
    const start: usize = load<u32>(yTaps + (y << 2));
    let fresh = true;
    for (let k: usize = 0; k < yMost; k++) {
      const beta = load<f32>(tapWeight(yTaps, rows, k) + (y << 2));
      if (beta == 0) continue;
      const row = start + k;
      for (; tables && counted <= row; counted++) countRow(luma + counted * stride, width, tables);
      if (inLine != row) {
        let from = luma + row * stride;
        if (limited) {
          expandRow(from, width, wide);
          from = wide;
        }
        shrinkRow(from, width, xTaps, columns, taps, line);
        inLine = row;
      }
      addRow(line, columns, beta, fresh, sums);
      fresh = false;
    }
    roundRow(sums, columns, preview + y * previewStride);
  }
  for (; tables && counted < height; counted++) countRow(luma + counted * stride, width, tables);
}

/** Horizontal step: weighted sums of the source pixels each output covers. */
function shrinkRow(row: usize, width: usize, table: usize, columns: usize, taps: usize, out: usize): void {
  let x: usize = 0;
  const rowOfWeights = tapWeight(table, columns, 1) - tapWeight(table, columns, 0);
  if (ASC_FEATURE_SIMD) {
    // four outputs at a time, as long as the 8-byte loads stay inside the row
    for (; x + 4 <= columns; x += 4) {
      const t = table + (x << 2);
      const s3: usize = load<u32>(t, 12);
      if (s3 + 8 > width) break;
      const s0: usize = load<u32>(t);
      const s1: usize = load<u32>(t, 4);
      const s2: usize = load<u32>(t, 8);
      const ab = v128.load64_lane(row + s1, v128.load64_zero(row + s0), 1);
      const cd = v128.load64_lane(row + s3, v128.load64_zero(row + s2), 1);
      // bytes a0 b0 c0 d0 a1 b1 c1 d1 …
      const ac = v128.shuffle<i8>(ab, cd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const bd = v128.shuffle<i8>(ab, cd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const low = v128.shuffle<i8>(ac, bd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const high = v128.shuffle<i8>(ac, bd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      let w = tapWeight(table, columns, 0) + (x << 2);
      const low0 = i16x8.extend_low_i8x16_u(low);
      const low1 = i16x8.extend_high_i8x16_u(low);
      const high0 = i16x8.extend_low_i8x16_u(high);
      let sum = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low0)), v128.load(w));
      w += rowOfWeights;
      sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low0)), v128.load(w)));
      w += rowOfWeights;
      sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low1)), v128.load(w)));
      w += rowOfWeights;
      sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low1)), v128.load(w)));
      w += rowOfWeights;
      sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high0)), v128.load(w)));
      w += rowOfWeights;
      sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high0)), v128.load(w)));
      if (taps > 6) {
        const high1 = i16x8.extend_high_i8x16_u(high);
        w += rowOfWeights;
        sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high1)), v128.load(w)));
        w += rowOfWeights;
        sum = f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high1)), v128.load(w)));
      }
      v128.store(out + (x << 2), sum);
    }
  }
  for (; x < columns; x++) {
    const start: usize = load<u32>(table + (x << 2));
    let w = tapWeight(table, columns, 0) + (x << 2);
    let sum: f32 = 0;
    const n = min(taps, width - start);
    for (let k: usize = 0; k < n; k++) {
      sum += <f32>load<u8>(row + start + k) * load<f32>(w);
      w += rowOfWeights;
    }
    store<f32>(out + (x << 2), sum);
  }
}

/** Vertical step: sums = beta * line, or sums += beta * line. The rows are padded to whole vectors. */
@inline
function addRow(line: usize, columns: usize, beta: f32, fresh: bool, sums: usize): void {
  const bytes = columns << 2;
  if (ASC_FEATURE_SIMD) {
    const b = f32x4.splat(beta);
    for (let p: usize = 0; p < bytes; p += 16) {
      const product = f32x4.mul(b, v128.load(line + p));
      v128.store(sums + p, fresh ? product : f32x4.add(v128.load(sums + p), product));
    }
  } else {
    for (let p: usize = 0; p < bytes; p += 4) {
      const product = beta * load<f32>(line + p);
      store<f32>(sums + p, fresh ? product : load<f32>(sums + p) + product);
    }
  }
}

@inline
function roundRow(sums: usize, columns: usize, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; x + 4 <= columns; x += 4) {
      const v = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(sums + (x << 2))));
      const h = i16x8.narrow_i32x4_s(v, v);
      v128.store32_lane(out + x, i8x16.narrow_i16x8_u(h, h), 0);
    }
  }
  for (; x < columns; x++) {
    const v = <i32>nearest(load<f32>(sums + (x << 2)));
    store<u8>(out + x, min(v, 255));
  }
}
