/** (180 * 4096) / 6 and 255 * 4096: numerators of OpenCV's tables for hue and saturation (color_hsv.simd.hpp). */
const HUE: f32 = 122880;
const SATURATION: f32 = 1044480;

/**
 * The second half of OpenCV's INTER_LINEAR shrinking on 8 bits (resize.cpp, fixed-point path): packed BGR in which each
 * output pixel's two by two source pixels stand together (2 width x 2 height pixels) becomes width x height pixels.
 * @param columns one word an output column: the weights of its left and right pixel as a pair of i16, 2048 in all
 * @param rows the same for the upper and lower pixel of each output row
 */
export function blendPairs(
  source: usize, width: usize, height: usize, columns: usize, rows: usize, out: usize,
): void {
  for (let y: usize = 0; y < height; y++) {
    const upper = source + y * width * 12;
    const lower = upper + width * 6;
    const to = out + y * width * 3;
    const a = <i32>load<i16>(rows + y * 4);
    const b = <i32>load<i16>(rows + y * 4, 2);
    let x: usize = 0;
    if (ASC_FEATURE_SIMD) {
      // two pixels a time; loads and stores reach past them, but not past the row
      for (; x + 3 <= width; x += 2) {
        const first = i32x4.splat(load<u32>(columns + x * 4));
        const second = i32x4.splat(load<u32>(columns + x * 4, 4));
        const u = pairBytes(upper + x * 6);
        const l = pairBytes(lower + x * 6);
        const low = blendRows4(i16x8.extend_low_i8x16_u(u), i16x8.extend_low_i8x16_u(l), first, a, b);
        const high = blendRows4(i16x8.extend_high_i8x16_u(u), i16x8.extend_high_i8x16_u(l), second, a, b);
        const bytes = v128.shuffle<i8>(low, high, 0, 4, 8, 16, 20, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        v128.store64_lane(to + x * 3, bytes, 0);
      }
    }
    for (; x < width; x++) {
      const left = <i32>load<i16>(columns + x * 4);
      const right = <i32>load<i16>(columns + x * 4, 2);
      for (let c: usize = 0; c < 3; c++) {
        const p = x * 6 + c;
        const u = (<i32>load<u8>(upper + p) * left + <i32>load<u8>(upper + p, 3) * right) >> 4;
        const l = (<i32>load<u8>(lower + p) * left + <i32>load<u8>(lower + p, 3) * right) >> 4;
        store<u8>(to + x * 3 + c, (((a * u) >> 16) + ((b * l) >> 16) + 2) >> 2);
      }
    }
  }
}

/** Two output pixels' left and right samples, side by side: B B G G R R - - twice. */
@inline
function pairBytes(at: usize): v128 {
  const v = v128.load(at);
  return v128.shuffle<i8>(v, v, 0, 3, 1, 4, 2, 5, 0, 0, 6, 9, 7, 10, 8, 11, 0, 0);
}

@inline
function blendRows4(upper: v128, lower: v128, weights: v128, a: i32, b: i32): v128 {
  const u = i32x4.mul(i32x4.shr_s(i32x4.dot_i16x8_s(upper, weights), 4), i32x4.splat(a));
  const l = i32x4.mul(i32x4.shr_s(i32x4.dot_i16x8_s(lower, weights), 4), i32x4.splat(b));
  return i32x4.shr_s(i32x4.add(i32x4.add(i32x4.shr_s(u, 16), i32x4.shr_s(l, 16)), i32x4.splat(2)), 2);
}

/**
 * Packed BGR to planes of hue (0 to 179), saturation and value, one after the other: OpenCV's BGR2HSV on 8 bits to the
 * byte.
 * @param count of pixels
 */
export function bgrToHsv(source: usize, count: usize, out: usize): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    // four pixels a time; the load reaches four bytes past their twelve
    for (; x * 3 + 16 <= count * 3; x += 4) {
      const v = v128.load(source + x * 3);
      const zero = i32x4.splat(0);
      const b = v128.shuffle<i8>(v, zero, 0, 16, 16, 16, 3, 16, 16, 16, 6, 16, 16, 16, 9, 16, 16, 16);
      const g = v128.shuffle<i8>(v, zero, 1, 16, 16, 16, 4, 16, 16, 16, 7, 16, 16, 16, 10, 16, 16, 16);
      const r = v128.shuffle<i8>(v, zero, 2, 16, 16, 16, 5, 16, 16, 16, 8, 16, 16, 16, 11, 16, 16, 16);
      const value = i32x4.max_s(i32x4.max_s(b, g), r);
      const range = i32x4.sub(value, i32x4.min_s(i32x4.min_s(b, g), r));
      const half = i32x4.splat(2048);
      const s = i32x4.shr_s(i32x4.add(i32x4.mul(range, tableOf(SATURATION, value)), half), 12);
      const twice = i32x4.shl(range, 1);
      const fromGreen = i32x4.add(i32x4.sub(b, r), twice);
      const fromBlue = i32x4.add(i32x4.sub(r, g), i32x4.shl(range, 2));
      const others = v128.bitselect(fromGreen, fromBlue, i32x4.eq(value, g));
      const sector = v128.bitselect(i32x4.sub(g, b), others, i32x4.eq(value, r));
      const raw = i32x4.shr_s(i32x4.add(i32x4.mul(sector, tableOf(HUE, range)), half), 12);
      const h = i32x4.add(raw, v128.and(i32x4.lt_s(raw, zero), i32x4.splat(180)));
      storeBytes(out + x, h);
      storeBytes(out + count + x, s);
      storeBytes(out + 2 * count + x, value);
    }
  }
  for (; x < count; x++) {
    const p = source + x * 3;
    const b = <i32>load<u8>(p);
    const g = <i32>load<u8>(p, 1);
    const r = <i32>load<u8>(p, 2);
    const value = max(max(b, g), r);
    const range = value - min(min(b, g), r);
    const sector = value == r ? g - b : value == g ? b - r + 2 * range : r - g + 4 * range;
    const h = (sector * entryOf(HUE, range) + 2048) >> 12;
    store<u8>(out + x, h < 0 ? h + 180 : h);
    store<u8>(out + count + x, (range * entryOf(SATURATION, value) + 2048) >> 12);
    store<u8>(out + 2 * count + x, value);
  }
}

/** An entry of OpenCV's tables: the quotient rounded to even, 0 for 0. The same in float32 as in float64. */
@inline
function entryOf(numerator: f32, divisor: i32): i32 {
  return divisor == 0 ? 0 : <i32>nearest(numerator / <f32>divisor);
}

@inline
function tableOf(numerator: f32, divisors: v128): v128 {
  const quotients = f32x4.nearest(f32x4.div(f32x4.splat(numerator), f32x4.convert_i32x4_s(divisors)));
  return v128.andnot(i32x4.trunc_sat_f32x4_s(quotients), i32x4.eq(divisors, i32x4.splat(0)));
}

/** Stores four i32 of 0 to 255 as bytes. */
@inline
function storeBytes(to: usize, v: v128): void {
  v128.store32_lane(to, v128.shuffle<i8>(v, v, 0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0);
}

/** The sum of absolute differences of two rows of bytes. */
export function sumDifferences(a: usize, b: usize, count: usize): u32 {
  let x: usize = 0;
  let sum: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    let lanes = i32x4.splat(0);
    for (; x + 16 <= count; x += 16) {
      const u = v128.load(a + x);
      const v = v128.load(b + x);
      const d = v128.or(i8x16.sub_sat_u(u, v), i8x16.sub_sat_u(v, u));
      lanes = i32x4.add(lanes, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(d)));
    }
    sum = i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1)
      + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
  }
  for (; x < count; x++) sum += abs(<i32>load<u8>(a + x) - <i32>load<u8>(b + x));
  return sum;
}

/**
 * Sums of samples over the cells of a grid, row by row, one word a cell and channel. Of the rows of a plane `picked` are
 * looked at, of these every column. A cell reaches from its share of the side, rounded down, to the next cell's and is
 * never empty. A picked row is the nearest one to the middle of its share, as swscale's point sampling finds it
 * (libswscale/utils.c, initFilter with SWS_POINT). A cell has at most 257 of them.
 * @param width pixels
 * @param channels samples of a pixel that lie side by side
 * @param wide whether samples are words; else bytes
 * @param scratch four bytes for each sample of a row
 */
export function sumCells(
  source: usize, stride: usize, width: usize, height: usize, channels: usize, wide: bool,
  picked: usize, columns: usize, rows: usize, scratch: usize, out: usize,
): void {
  const samples = width * channels;
  const step: usize = picked < height ? ((height << 16) + (picked >> 1)) / picked : 65536;
  const half: usize = picked < height ? step >> 1 : 0;
  for (let row: usize = 0; row < rows; row++) {
    const first = (row * picked) / rows;
    const end = max(first + 1, ((row + 1) * picked) / rows);
    if (wide) addRows<u16>(source, stride, samples, step, half, first, end, scratch);
    else addRows<u8>(source, stride, samples, step, half, first, end, scratch);
    for (let column: usize = 0; column < columns; column++) {
      const from = (column * width) / columns;
      const stop = max(from + 1, ((column + 1) * width) / columns);
      const to = out + (row * columns + column) * channels * 4;
      for (let channel: usize = 0; channel < channels; channel++) {
        store<u32>(to + channel * 4, sumEvery(scratch + channel * 4, from, stop, channels));
      }
    }
  }
}

/** The sum of every `step`-th word. */
@inline
function sumEvery(words: usize, from: usize, stop: usize, step: usize): u32 {
  let x = from;
  let sum: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    if (step == 1) {
      let lanes = i32x4.splat(0);
      for (; x + 4 <= stop; x += 4) lanes = i32x4.add(lanes, v128.load(words + x * 4));
      sum = i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1)
        + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
    }
  }
  for (; x < stop; x++) sum += load<u32>(words + x * step * 4);
  return sum;
}

/** The sums of rows of bytes or words, sample by sample, as u32. */
function addRows<T>(
  source: usize, stride: usize, samples: usize, step: usize, half: usize, first: usize, end: usize, sums: usize,
): void {
  const size = sizeof<T>();
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; x + 16 / size <= samples; x += 16 / size) {
      const column = source + x * size;
      let low = i32x4.splat(0);
      let high = i32x4.splat(0);
      for (let y = first; y < end; y++) {
        const v = v128.load(column + rowAt(y, step, half) * stride);
        if (sizeof<T>() == 1) {
          low = i16x8.add(low, i16x8.extend_low_i8x16_u(v));
          high = i16x8.add(high, i16x8.extend_high_i8x16_u(v));
        } else {
          low = i32x4.add(low, i32x4.extend_low_i16x8_u(v));
          high = i32x4.add(high, i32x4.extend_high_i16x8_u(v));
        }
      }
      const to = sums + x * 4;
      if (sizeof<T>() == 1) {
        v128.store(to, i32x4.extend_low_i16x8_u(low));
        v128.store(to, i32x4.extend_high_i16x8_u(low), 16);
        v128.store(to, i32x4.extend_low_i16x8_u(high), 32);
        v128.store(to, i32x4.extend_high_i16x8_u(high), 48);
      } else {
        v128.store(to, low);
        v128.store(to, high, 16);
      }
    }
  }
  for (; x < samples; x++) {
    let sum: u32 = 0;
    for (let y = first; y < end; y++) sum += <u32>load<T>(source + rowAt(y, step, half) * stride + x * size);
    store<u32>(sums + x * 4, sum);
  }
}

/** Where a picked row lies; positions are of 16.16 bits. */
@inline
function rowAt(i: usize, step: usize, half: usize): usize {
  return <usize>((<u64>half + <u64>i * <u64>step) >> 16);
}
