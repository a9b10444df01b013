/**
 * Packed RGB24 to three float32 planes (NCHW): (value - mean) / divisor, all in float32. `swapped`: planes in the order
 * blue, green, red.
 */
export function rgb24ToPlanes(
  source: usize, stride: usize, width: usize, height: usize, swapped: bool, mean: f32, divisor: f32, out: usize,
): void {
  const plane = width * height * 4;
  const red = out + (swapped ? plane * 2 : 0);
  const green = out + plane;
  const blue = out + (swapped ? 0 : plane * 2);
  for (let y: usize = 0; y < height; y++) {
    const row = source + y * stride;
    const line = y * width * 4;
    let x: usize = 0;
    if (ASC_FEATURE_SIMD) {
      const none = i8x16.splat(0);
      const m = f32x4.splat(mean);
      const s = f32x4.splat(divisor);
      // four pixels a time; the 16-byte load reaches 4 bytes past their 12
      for (; x * 3 + 16 <= width * 3; x += 4) {
        const v = v128.load(row + x * 3);
        const to = line + (x << 2);
        const r = v128.shuffle<i8>(v, none, 0, 16, 16, 16, 3, 16, 16, 16, 6, 16, 16, 16, 9, 16, 16, 16);
        const g = v128.shuffle<i8>(v, none, 1, 16, 16, 16, 4, 16, 16, 16, 7, 16, 16, 16, 10, 16, 16, 16);
        const b = v128.shuffle<i8>(v, none, 2, 16, 16, 16, 5, 16, 16, 16, 8, 16, 16, 16, 11, 16, 16, 16);
        v128.store(red + to, f32x4.div(f32x4.sub(f32x4.convert_i32x4_s(r), m), s));
        v128.store(green + to, f32x4.div(f32x4.sub(f32x4.convert_i32x4_s(g), m), s));
        v128.store(blue + to, f32x4.div(f32x4.sub(f32x4.convert_i32x4_s(b), m), s));
      }
    }
    for (; x < width; x++) {
      const p = row + x * 3;
      const to = line + (x << 2);
      store<f32>(red + to, (<f32>load<u8>(p) - mean) / divisor);
      store<f32>(green + to, (<f32>load<u8>(p, 1) - mean) / divisor);
      store<f32>(blue + to, (<f32>load<u8>(p, 2) - mean) / divisor);
    }
  }
}

/** Grey bytes to float32: value / divisor. */
export function greyToPlane(source: usize, count: usize, divisor: f32, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const s = f32x4.splat(divisor);
    for (; x + 4 <= count; x += 4) {
      const words = i16x8.extend_low_i8x16_u(v128.load32_zero(source + x));
      v128.store(out + (x << 2), f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)), s));
    }
  }
  for (; x < count; x++) store<f32>(out + (x << 2), <f32>load<u8>(source + x) / divisor);
}
