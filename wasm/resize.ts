/** Scratch bytes of resizeBytes: the horizontal table and two rows of words. */
export function resizeScratchBytes(outWidth: usize, channels: usize): usize {
  return outWidth * 12 + 2 * rowBytes(outWidth * channels);
}

/**
 * 8-bit bilinear resize of packed pixels (1 or 3 channels), strides in bytes: OpenCV's INTER_LINEAR (resize.cpp,
 * fixed-point path) to the byte. Weights have 11 fractional bits; horizontal sums are kept without their lowest four.
 */
export function resizeBytes(
  source: usize, stride: usize, width: usize, height: usize, channels: usize,
  out: usize, outStride: usize, outWidth: usize, outHeight: usize, scratch: usize,
): void {
  const table = scratch;
  let upper = table + outWidth * 12;
  let lower = upper + rowBytes(outWidth * channels);
  buildTable(width, channels, outWidth, table);
  const scale = <f64>height / <f64>outHeight;
  const last = <i32>height - 1;
  let inUpper: i32 = -1;
  let inLower: i32 = -1;
  for (let y: usize = 0; y < outHeight; y++) {
    const position = <f32>((<f64>y + 0.5) * scale - 0.5);
    const above = <i32>Math.floor(position);
    const part: f32 = position - <f32>above;
    const first = min(max(above, 0), last);
    const second = min(max(above + 1, 0), last);
    if (inUpper != first && inLower == first) {
      const spare = upper;
      upper = lower;
      lower = spare;
      inLower = inUpper;
      inUpper = first;
    }
    if (inUpper != first) shrinkRow(source + first * stride, channels, table, outWidth, upper);
    inUpper = first;
    if (inLower != second) shrinkRow(source + second * stride, channels, table, outWidth, lower);
    inLower = second;
    blendRows(upper, lower, weight(<f32>1 - part), weight(part), outWidth * channels, out + y * outStride);
  }
}

@inline
function rowBytes(samples: usize): usize {
  return (samples * 2 + 31) & ~15;
}

@inline
function weight(part: f32): i32 {
  return <i32>nearest(part * 2048);
}

/** Per output column: byte offsets of its two pixels, then their weights as a pair of i16. */
function buildTable(width: usize, channels: usize, outWidth: usize, table: usize): void {
  const scale = <f64>width / <f64>outWidth;
  const last = <i32>width - 1;
  for (let x: usize = 0; x < outWidth; x++) {
    const position = <f32>((<f64>x + 0.5) * scale - 0.5);
    let left = <i32>Math.floor(position);
    let part: f32 = position - <f32>left;
    if (left < 0 || left >= last) part = 0;
    left = min(max(left, 0), last);
    const at = table + x * 12;
    store<u32>(at, left * channels);
    store<u32>(at, min(left + 1, last) * channels, 4);
    store<u32>(at, (weight(part) << 16) | weight(<f32>1 - part), 8);
  }
}

/** Horizontal step of one row: weighted sums of two pixels, >> 4, as i16 (at most 32640). */
function shrinkRow(row: usize, channels: usize, table: usize, outWidth: usize, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    if (channels == 3) {
      // One pixel a time by 4-byte loads; the last source pixel is left to the loop below, as they reach past it.
      const none = i32x4.splat(0);
      const end: usize = load<u32>(table + (outWidth - 1) * 12, 4);
      for (; x < outWidth; x++) {
        const at = table + x * 12;
        const right: usize = load<u32>(at, 4);
        if (right == end) break;
        const a = v128.load32_zero(row + <usize>load<u32>(at));
        const b = v128.load32_zero(row + right);
        const pairs = i16x8.extend_low_i8x16_u(
          v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 0, 0, 0, 0, 0, 0, 0, 0),
        );
        const sums = i32x4.shr_u(i32x4.dot_i16x8_s(pairs, i32x4.splat(load<u32>(at, 8))), 4);
        v128.store64_lane(out + x * 6, i16x8.narrow_i32x4_s(sums, none), 0);
      }
    }
  }
  for (; x < outWidth; x++) {
    const at = table + x * 12;
    const left = row + <usize>load<u32>(at);
    const right = row + <usize>load<u32>(at, 4);
    const a = <i32>load<i16>(at, 8);
    const b = <i32>load<i16>(at, 10);
    const to = out + x * channels * 2;
    for (let c: usize = 0; c < channels; c++) {
      store<u16>(to + c * 2, (<i32>load<u8>(left + c) * a + <i32>load<u8>(right + c) * b) >> 4);
    }
  }
}

/** Vertical step: ((a * upper >> 16) + (b * lower >> 16) + 2) >> 2. */
function blendRows(upper: usize, lower: usize, a: i32, b: i32, samples: usize, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const wa = i16x8.splat(<i16>a);
    const wb = i16x8.splat(<i16>b);
    const two = i16x8.splat(2);
    for (; x + 8 <= samples; x += 8) {
      const sum = i16x8.add(highProducts(v128.load(upper + (x << 1)), wa), highProducts(v128.load(lower + (x << 1)), wb));
      const bytes = i16x8.shr_u(i16x8.add(sum, two), 2);
      v128.store64_lane(out + x, i8x16.narrow_i16x8_u(bytes, bytes), 0);
    }
  }
  for (; x < samples; x++) {
    const u = <i32>load<i16>(upper + (x << 1));
    const l = <i32>load<i16>(lower + (x << 1));
    store<u8>(out + x, (((a * u) >> 16) + ((b * l) >> 16) + 2) >> 2);
  }
}

/** The upper 16 bits of eight products. */
@inline
function highProducts(v: v128, weights: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.extmul_low_i16x8_s(v, weights), 16),
    i32x4.shr_s(i32x4.extmul_high_i16x8_s(v, weights), 16),
  );
}
