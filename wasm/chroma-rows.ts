import { chromaPosition, chromaSample, chromaWeight } from './chroma-taps';

/** Bytes of the table of horizontal taps: u32 sample, u32 weight (0..16384) per output pixel. */
export function chromaTableBytes(width: usize): usize {
  return width * 8;
}

export function buildChromaTable(count: usize, width: usize, table: usize): void {
  for (let x: usize = 0; x < width; x++) {
    const position = chromaPosition(count, width, x);
    store<u32>(table + (x << 3), chromaSample(count, position));
    store<u32>(table + (x << 3), chromaWeight(count, position, 16384), 4);
  }
}

/**
 * One chroma row at full width as 15-bit words (sample << (15 - depth)): swscale's horizontal step, truncated.
 * Twice as wide and up to 12 bits is done by weights 3/4 and 1/4, the same width by a shift, all else by the table.
 */
export function widenChroma(row: usize, count: usize, width: usize, depth: i32, table: usize, out: usize): void {
  if (count == width) return widenSamples(row, width, depth, out);
  if (count * 2 == width && count >= 4 && depth <= 12) {
    if (depth == 8) doubleRow<u8>(row, count, 5, out);
    else doubleRow<u16>(row, count, 13 - depth, out);
    return;
  }
  if (depth == 8) tableRow<u8>(row, count, width, 7, table, out);
  else tableRow<u16>(row, count, width, depth - 1, table, out);
}

/** A row of samples as 15-bit words. */
export function widenSamples(row: usize, width: usize, depth: i32, out: usize): void {
  let x: usize = 0;
  if (depth == 8) {
    if (ASC_FEATURE_SIMD) {
      for (; x + 8 <= width; x += 8) v128.store(out + (x << 1), i16x8.shl(v128.load_ext<u8>(row + x), 7));
    }
    for (; x < width; x++) store<u16>(out + (x << 1), <u32>load<u8>(row + x) << 7);
  } else {
    if (ASC_FEATURE_SIMD) {
      const up = max(15 - depth, 0);
      const down = max(depth - 15, 0);
      for (; x + 8 <= width; x += 8) {
        v128.store(out + (x << 1), i16x8.shr_u(i16x8.shl(v128.load(row + (x << 1)), up), down));
      }
    }
    for (; x < width; x++) {
      const v: u32 = load<u16>(row + (x << 1));
      store<u16>(out + (x << 1), depth > 15 ? v >> 1 : v << (15 - depth));
    }
  }
}

@inline
function doubleRow<T>(row: usize, count: usize, shift: i32, out: usize): void {
  const size = sizeof<T>();
  const edgeShift = shift + 2;
  store<u16>(out, <u32>load<T>(row) << edgeShift);
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    // pairs between samples x and x + 1
    for (; x + 9 <= count; x += 8) {
      const a = sizeof<T>() == 1 ? v128.load_ext<u8>(row + x) : v128.load(row + (x << 1));
      const b = sizeof<T>() == 1 ? v128.load_ext<u8>(row + x + 1) : v128.load(row + (x << 1) + 2);
      const sum = i16x8.add(a, b);
      const left = i16x8.shl(i16x8.add(sum, i16x8.shl(a, 1)), shift);
      const right = i16x8.shl(i16x8.add(sum, i16x8.shl(b, 1)), shift);
      const to = out + (x << 2) + 2;
      v128.store(to, v128.shuffle<i16>(left, right, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(to + 16, v128.shuffle<i16>(left, right, 4, 12, 5, 13, 6, 14, 7, 15));
    }
  }
  for (; x + 1 < count; x++) {
    const a: u32 = load<T>(row + x * size);
    const b: u32 = load<T>(row + x * size + size);
    store<u16>(out + (x << 2), (3 * a + b) << shift, 2);
    store<u16>(out + (x << 2), (a + 3 * b) << shift, 4);
  }
  store<u16>(out + (count << 2) - 2, <u32>load<T>(row + (count - 1) * size) << edgeShift);
}

@inline
function tableRow<T>(row: usize, count: usize, width: usize, shift: i32, table: usize, out: usize): void {
  const size = sizeof<T>();
  for (let x: usize = 0; x < width; x++) {
    const p: usize = load<u32>(table + (x << 3));
    const w = load<u32>(table + (x << 3), 4);
    const a: u32 = load<T>(row + p * size);
    const b: u32 = load<T>(row + min(p + 1, count - 1) * size);
    store<u16>(out + (x << 1), min<u32>((a * (16384 - w) + b * w) >> shift, 32767));
  }
}

/** Blends two 15-bit rows by `weight` (0..4096 of the second) to centred words at 8 fractional bits (128 is 0). */
export function blendChroma(first: usize, second: usize, weight: i32, width: usize, out: usize): void {
  const bytes = width << 1;
  let p: usize = 0;
  if (ASC_FEATURE_SIMD) {
    const middle = i16x8.splat(16384);
    if (weight == 0) {
      for (; p + 16 <= bytes; p += 16) v128.store(out + p, i16x8.shl(i16x8.sub(v128.load(first + p), middle), 1));
    } else {
      const weights = i32x4.splat((weight << 16) | (4096 - weight));
      const half = i32x4.splat(1024 - (32768 << 11));
      for (; p + 16 <= bytes; p += 16) {
        const a = v128.load(first + p);
        const b = v128.load(second + p);
        const low = i32x4.dot_i16x8_s(v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), weights);
        const high = i32x4.dot_i16x8_s(v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), weights);
        const l = i32x4.shr_s(i32x4.add(low, half), 11);
        const h = i32x4.shr_s(i32x4.add(high, half), 11);
        v128.store(out + p, i16x8.narrow_i32x4_s(l, h));
      }
    }
  }
  for (; p < bytes; p += 2) {
    const sum = <i32>load<u16>(first + p) * (4096 - weight) + <i32>load<u16>(second + p) * weight;
    store<i16>(out + p, <i16>min((sum + 1024 - (32768 << 11)) >> 11, 32767));
  }
}
