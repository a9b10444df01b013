/**
 * Full-range value of a limited-range luma byte: clamp(floor((Y - 16) * 255 / 219 + 0.5)).
 * With d = Y - 16 within 0..219 that is d + round(d * 36 / 219); 5387 / 32768 stands for 36 / 219: its error stays
 * below 0.004, and no d * 36 / 219 lies nearer to a tie than 1 / 146, so the result is exact (a test tries all bytes).
 */
@inline
export function expandLuma(y: u32): u32 {
  const d = <u32>min<i32>(max<i32>(<i32>y - 16, 0), 219);
  return d + ((d * 5387 + 16384) >> 15);
}

/** The three constants of expandLuma as vectors. Kept in locals outside a loop: engines rebuild literals inside. */
@inline
export function offsetVector(limited: bool): v128 {
  return i8x16.splat(limited ? 16 : 0);
}

@inline
export function spanVector(limited: bool): v128 {
  return i8x16.splat(limited ? <i8>219 : <i8>255);
}

@inline
export function gainVector(limited: bool): v128 {
  return i16x8.splat(limited ? 5387 : 0);
}

/** Sums of neighbouring bytes after expansion to full range, eight i16. */
@inline
export function expandPairs(v: v128, offset: v128, span: v128, gain: v128, low: v128): v128 {
  const d = i8x16.min_u(i8x16.sub_sat_u(v, offset), span);
  const even = i16x8.q15mulr_sat_s(v128.and(d, low), gain);
  const odd = i16x8.q15mulr_sat_s(i16x8.shr_u(d, 8), gain);
  return i16x8.add(i16x8.extadd_pairwise_i8x16_u(d), i16x8.add(even, odd));
}

/** One row of limited-range bytes to full range. `out` is a row that stays in the first-level cache. */
export function expandRow(row: usize, width: usize, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const offset = offsetVector(true);
    const span = spanVector(true);
    const gain = gainVector(true);
    const low = i16x8.splat(255);
    for (; x + 16 <= width; x += 16) {
      const d = i8x16.min_u(i8x16.sub_sat_u(v128.load(row + x), offset), span);
      const even = i16x8.q15mulr_sat_s(v128.and(d, low), gain);
      const odd = i16x8.q15mulr_sat_s(i16x8.shr_u(d, 8), gain);
      v128.store(out + x, i8x16.add(d, v128.or(even, i16x8.shl(odd, 8))));
    }
  }
  for (; x < width; x++) store<u8>(out + x, expandLuma(load<u8>(row + x)));
}
