/**
 * 9..16-bit little-endian luma to 8-bit full range: round-half-up of (Y - o) * 255 / d, clamped to 0..255, with
 * o = 16 << (depth - 8), d = 219 << (depth - 8) for limited range and o = 0, d = 2^depth - 1 for full range.
 * Strides in bytes.
 */
export function luma16(
  source: usize, sourceStride: usize, width: usize, height: usize, depth: i32, limited: bool,
  out: usize, outStride: usize,
): void {
  const offset = limited ? 16 << (depth - 8) : 0;
  const divisor = (limited ? 219 << (depth - 8) : (1 << depth) - 1) * 2;
  for (let y: usize = 0; y < height; y++) {
    const from = source + y * sourceStride;
    const to = out + y * outStride;
    let x: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const o = i32x4.splat(offset);
      const d = i32x4.splat(divisor);
      const half = i32x4.splat(divisor >> 1);
      const share = f32x4.splat(<f32>1 / <f32>divisor);
      const scale = i32x4.splat(510);
      const none = i32x4.splat(0);
      for (; x + 8 <= width; x += 8) {
        const v = v128.load(from + (x << 1));
        const a = quotients(i32x4.extend_low_i16x8_u(v), o, scale, half, d, share, none);
        const b = quotients(i32x4.extend_high_i16x8_u(v), o, scale, half, d, share, none);
        const h = i16x8.narrow_i32x4_s(a, b);
        v128.store64_lane(to + x, i8x16.narrow_i16x8_u(h, h), 0);
      }
    }
    for (; x < width; x++) {
      const above = max<i32>(<i32>load<u16>(from + (x << 1)) - offset, 0);
      store<u8>(to + x, min<i32>((above * 510 + (divisor >> 1)) / divisor, 255));
    }
  }
}

/** Four exact quotients: float32 finds them within one, the remainder's sign mends that. */
@inline
function quotients(v: v128, offset: v128, scale: v128, half: v128, divisor: v128, share: v128, none: v128): v128 {
  const n = i32x4.add(i32x4.mul(i32x4.max_s(i32x4.sub(v, offset), none), scale), half);
  const q = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.convert_i32x4_s(n), share));
  const rest = i32x4.sub(n, i32x4.mul(q, divisor));
  // comparisons are -1 where true: one less where the rest is negative, one more where it reaches the divisor
  return i32x4.sub(i32x4.add(q, i32x4.lt_s(rest, none)), i32x4.ge_s(rest, divisor));
}
