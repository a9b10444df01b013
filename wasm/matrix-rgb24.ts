/**
 * One row of 15-bit luma and centred chroma words (8 fractional bits) to RGB24. Coefficients have 13 fractional bits,
 * as swscale's (libswscale/yuv2rgb.c); sums stay within 32 bits where swscale's own wrap for illegal colours.
 */
export function rgb24Row(
  luma: usize, u: usize, v: usize, width: usize,
  offset: i32, yGain: i32, vRed: i32, uGreen: i32, vGreen: i32, uBlue: i32, out: usize,
): void {
  const twice = yGain * 2;
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const black = i16x8.splat(<i16>offset);
    const red = i32x4.splat((vRed << 16) | twice);
    const green = i32x4.splat((vGreen << 16) | twice);
    const green2 = i32x4.splat((16384 << 16) | (uGreen & 65535));
    const blue = i32x4.splat((uBlue << 16) | twice);
    const half = i32x4.splat(1 << 20);
    const one64 = i16x8.splat(64);
    for (; x + 16 <= width; x += 16) {
      const q = x << 1;
      const y0 = i16x8.sub(v128.load(luma + q), black);
      const y1 = i16x8.sub(v128.load(luma + q, 16), black);
      const u0 = v128.load(u + q);
      const u1 = v128.load(u + q, 16);
      const v0 = v128.load(v + q);
      const v1 = v128.load(v + q, 16);
      const yv0 = lowPairs(y0, v0);
      const yv1 = highPairs(y0, v0);
      const yv2 = lowPairs(y1, v1);
      const yv3 = highPairs(y1, v1);
      const r = i8x16.narrow_i16x8_u(
        words(yv0, yv1, red, half),
        words(yv2, yv3, red, half),
      );
      const b = i8x16.narrow_i16x8_u(
        words(lowPairs(y0, u0), highPairs(y0, u0), blue, half),
        words(lowPairs(y1, u1), highPairs(y1, u1), blue, half),
      );
      const g = i8x16.narrow_i16x8_u(
        greenWords(yv0, yv1, green, lowPairs(u0, one64), highPairs(u0, one64), green2),
        greenWords(yv2, yv3, green, lowPairs(u1, one64), highPairs(u1, one64), green2),
      );
      const to = out + x * 3;
      // r0 g0 b0 r1 …: two planes first, the third into the gaps
      const a0 = v128.shuffle<i8>(r, g, 0, 16, 0, 1, 17, 1, 2, 18, 2, 3, 19, 3, 4, 20, 4, 5);
      v128.store(to, v128.shuffle<i8>(a0, b, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
      const a1 = v128.shuffle<i8>(g, b, 5, 21, 5, 6, 22, 6, 7, 23, 7, 8, 24, 8, 9, 25, 9, 10);
      v128.store(to, v128.shuffle<i8>(a1, r, 0, 1, 22, 3, 4, 23, 6, 7, 24, 9, 10, 25, 12, 13, 26, 15), 16);
      const a2 = v128.shuffle<i8>(b, r, 10, 27, 10, 11, 28, 11, 12, 29, 12, 13, 30, 13, 14, 31, 14, 15);
      v128.store(to, v128.shuffle<i8>(a2, g, 0, 1, 27, 3, 4, 28, 6, 7, 29, 9, 10, 30, 12, 13, 31, 15), 32);
    }
  }
  for (; x < width; x++) {
    const y = (<i32>load<u16>(luma + (x << 1)) - offset) * twice + (1 << 20);
    const cu = <i32>load<i16>(u + (x << 1));
    const cv = <i32>load<i16>(v + (x << 1));
    const to = out + x * 3;
    store<u8>(to, clampByte((y + cv * vRed) >> 21));
    store<u8>(to, clampByte((y + cv * vGreen + cu * uGreen) >> 21), 1);
    store<u8>(to, clampByte((y + cu * uBlue) >> 21), 2);
  }
}

@inline
function lowPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

@inline
function highPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

@inline
function words(low: v128, high: v128, gain: v128, half: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, gain), half), 21),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, gain), half), 21),
  );
}

/** As words; the second product pair holds the rounding half (64 * 16384). */
@inline
function greenWords(low: v128, high: v128, gain: v128, low2: v128, high2: v128, gain2: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, gain), i32x4.dot_i16x8_s(low2, gain2)), 21),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, gain), i32x4.dot_i16x8_s(high2, gain2)), 21),
  );
}

@inline
function clampByte(v: i32): u32 {
  return <u32>min(max(v, 0), 255);
}
