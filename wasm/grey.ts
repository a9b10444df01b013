/** 15-bit weights of red, green and blue in a grey value (OpenCV 5, RGB2GRAY on 8 bits); they add up to 32768. */
const RED: i32 = 9798;
const GREEN: i32 = 19235;
const BLUE: i32 = 3735;
const HALF: i32 = 16384;

/** Packed RGB24 to grey bytes: (9798 R + 19235 G + 3735 B + 16384) >> 15. Strides in bytes. */
export function rgb24ToGrey(
  source: usize, sourceStride: usize, width: usize, height: usize, out: usize, outStride: usize,
): void {
  for (let y: usize = 0; y < height; y++) {
    const from = source + y * sourceStride;
    const to = out + y * outStride;
    let x: usize = 0;
    if (ASC_FEATURE_SIMD) {
      // sixteen pixels a time; the last 16-byte load reaches 4 bytes past their 48
      for (; x * 3 + 52 <= width * 3; x += 16) {
        const p = from + x * 3;
        const a = i16x8.narrow_i32x4_s(fourGreys(v128.load(p)), fourGreys(v128.load(p + 12)));
        const b = i16x8.narrow_i32x4_s(fourGreys(v128.load(p + 24)), fourGreys(v128.load(p + 36)));
        v128.store(to + x, i8x16.narrow_i16x8_u(a, b));
      }
    }
    for (; x < width; x++) {
      const p = from + x * 3;
      store<u8>(to + x, weigh(load<u8>(p), load<u8>(p, 1), load<u8>(p, 2)));
    }
  }
}

/**
 * Packed RGB48 (little-endian) to grey bytes: the same weights on 16-bit values, then v / 257 rounded to nearest
 * (65535 is 255), which (255 v + 32895) >> 16 gives exactly. Strides in bytes.
 */
export function rgb48ToGrey(
  source: usize, sourceStride: usize, width: usize, height: usize, out: usize, outStride: usize,
): void {
  for (let y: usize = 0; y < height; y++) {
    const from = source + y * sourceStride;
    const to = out + y * outStride;
    for (let x: usize = 0; x < width; x++) {
      const p = from + x * 6;
      const v = weigh(load<u16>(p), load<u16>(p, 2), load<u16>(p, 4));
      store<u8>(to + x, (v * 255 + 32895) >> 16);
    }
  }
}

@inline
function weigh(red: i32, green: i32, blue: i32): i32 {
  return (RED * red + GREEN * green + BLUE * blue + HALF) >> 15;
}

/** Grey of the four pixels in the first 12 bytes, as i32. */
@inline
function fourGreys(v: v128): v128 {
  const fill = i16x8.splat(1);
  // (red, green) and (blue, 1) as pairs of i16
  const redGreen = v128.shuffle<i8>(v, fill, 0, 17, 1, 17, 3, 17, 4, 17, 6, 17, 7, 17, 9, 17, 10, 17);
  const blueOne = v128.shuffle<i8>(v, fill, 2, 17, 16, 17, 5, 17, 16, 17, 8, 17, 16, 17, 11, 17, 16, 17);
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(redGreen, i32x4.splat((GREEN << 16) | RED)),
    i32x4.dot_i16x8_s(blueOne, i32x4.splat((HALF << 16) | BLUE)),
  );
  return i32x4.shr_u(sum, 15);
}
