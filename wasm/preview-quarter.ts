import { expandLuma, expandPairs, gainVector, offsetVector, spanVector } from './luma-range';

/**
 * One preview row from four luma rows, 4x4 blocks averaged and rounded half to even (OpenCV's INTER_AREA at an
 * integer scale). `limited` expands each luma byte to full range on the way.
 */
export function quarterRow(rows: usize, stride: usize, columns: usize, limited: bool, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const offset = offsetVector(limited);
    const span = spanVector(limited);
    const gain = gainVector(limited);
    const low = i16x8.splat(255);
    const ones = i16x8.splat(1);
    for (; x + 8 <= columns; x += 8) {
      const p = rows + (x << 2);
      let a: v128;
      let b: v128;
      if (limited) {
        a = expandPairs(v128.load(p), offset, span, gain, low);
        b = expandPairs(v128.load(p, 16), offset, span, gain, low);
        for (let i: usize = 1; i < 4; i++) {
          a = i16x8.add(a, expandPairs(v128.load(p + i * stride), offset, span, gain, low));
          b = i16x8.add(b, expandPairs(v128.load(p + i * stride, 16), offset, span, gain, low));
        }
      } else {
        a = i16x8.extadd_pairwise_i8x16_u(v128.load(p));
        b = i16x8.extadd_pairwise_i8x16_u(v128.load(p, 16));
        for (let i: usize = 1; i < 4; i++) {
          a = i16x8.add(a, i16x8.extadd_pairwise_i8x16_u(v128.load(p + i * stride)));
          b = i16x8.add(b, i16x8.extadd_pairwise_i8x16_u(v128.load(p + i * stride, 16)));
        }
      }
      const sums = i16x8.narrow_i32x4_s(i32x4.dot_i16x8_s(a, ones), i32x4.dot_i16x8_s(b, ones));
      const odd = v128.and(i16x8.shr_u(sums, 4), ones);
      const rounded = i16x8.shr_u(i16x8.add(i16x8.add(sums, i16x8.splat(7)), odd), 4);
      v128.store64_lane(out + x, i8x16.narrow_i16x8_u(rounded, rounded), 0);
    }
  }
  for (; x < columns; x++) store<u8>(out + x, block(rows + (x << 2), stride, limited));
}

@inline
function block(p: usize, stride: usize, limited: bool): u32 {
  let sum: u32 = 0;
  for (let y: usize = 0; y < 4; y++) {
    const row = p + y * stride;
    for (let x: usize = 0; x < 4; x++) {
      const v: u32 = load<u8>(row + x);
      sum += limited ? expandLuma(v) : v;
    }
  }
  return (sum + 7 + ((sum >> 4) & 1)) >> 4;
}
