/** Fractional bits of a weight, and how it is split into two signed 16-bit factors: w = (high << 11) + low. */
const WEIGHT_BITS = 22;
const SPLIT_BITS = 11;
/** Vector code takes so many taps at a time; those beyond the filter weigh nothing. */
const GROUP = 4;

/** Scratch bytes of resizePillow. */
export function pillowScratchBytes(width: usize, height: usize, outWidth: usize, outHeight: usize, cubic: bool): usize {
  return (
    tableBytes(width, outWidth, cubic) + tableBytes(height, outHeight, cubic) +
    ringRows(height, outHeight, cubic) * rowBytes(outWidth)
  );
}

/**
 * Antialiased 8-bit resize of packed RGB24, bicubic (a = -0.5) or bilinear, equal to Pillow's Image.resize to the byte
 * (Resample.c): weights of 22 fractional bits, first along rows into bytes, then along columns. Pillow 13 begins with the
 * columns of some tall pictures, which changes a value by 1 at most. Strides in bytes.
 */
export function resizePillow(
  source: usize, stride: usize, width: usize, height: usize, cubic: bool,
  out: usize, outStride: usize, outWidth: usize, outHeight: usize, scratch: usize,
): void {
  const columns = scratch;
  const rows = columns + tableBytes(width, outWidth, cubic);
  const ring = rows + tableBytes(height, outHeight, cubic);
  buildTable(width, outWidth, cubic, columns);
  buildTable(height, outHeight, cubic, rows);
  const entry = entryBytes(height, outHeight, cubic);
  const slots = ringRows(height, outHeight, cubic);
  const slotBytes = rowBytes(outWidth);
  const columnEntry = entryBytes(width, outWidth, cubic);
  // Vector loads reach past the last taps, in most rows only into the next one.
  const end = source + (height - 1) * stride + width * 3;
  const reach = (width + GROUP) * 3 + 4;
  let made: usize = 0;
  for (let y: usize = 0; y < outHeight; y++) {
    const at = rows + y * entry;
    const first: usize = load<u32>(at);
    const taps: usize = load<u32>(at, 4);
    made = max(made, first);
    for (; made < first + taps; made++) {
      const row = source + made * stride;
      const slot = ring + (made % slots) * slotBytes;
      if (row + reach > end) resizeRowPlainly(row, columns, columnEntry, outWidth, slot);
      else resizeRow(row, columns, columnEntry, outWidth, slot);
    }
    blendColumn(ring, slots, slotBytes, first, taps, at + 8, outWidth * 3, out + y * outStride);
  }
}

@inline
function rowBytes(outWidth: usize): usize {
  return (outWidth * 3 + 47) & ~15;
}

/** Most taps of an output sample, rounded up to whole groups. */
@inline
function mostTaps(size: usize, outSize: usize, cubic: bool): usize {
  return (<usize>Math.ceil(supportOf(size, outSize, cubic)) * 2 + 1 + GROUP) & ~(GROUP - 1);
}

/** First sample and number of taps as u32, then for each two taps their high and their low factors. */
@inline
function entryBytes(size: usize, outSize: usize, cubic: bool): usize {
  return 8 + mostTaps(size, outSize, cubic) * 4;
}

@inline
function tableBytes(size: usize, outSize: usize, cubic: bool): usize {
  return (entryBytes(size, outSize, cubic) * outSize + 15) & ~15;
}

@inline
function ringRows(height: usize, outHeight: usize, cubic: bool): usize {
  return mostTaps(height, outHeight, cubic);
}

@inline
function supportOf(size: usize, outSize: usize, cubic: bool): f64 {
  return max(<f64>size / <f64>outSize, 1.0) * (cubic ? 2.0 : 1.0);
}

/** Table of an axis. */
function buildTable(size: usize, outSize: usize, cubic: bool, table: usize): void {
  const scale = <f64>size / <f64>outSize;
  const support = supportOf(size, outSize, cubic);
  const shrink = 1.0 / max(scale, 1.0);
  const entry = entryBytes(size, outSize, cubic);
  for (let i: usize = 0; i < outSize; i++) {
    const center = (<f64>i + 0.5) * scale;
    const first: i32 = max(<i32>(center - support + 0.5), 0);
    const taps: i32 = min(<i32>(center + support + 0.5), <i32>size) - first;
    let sum: f64 = 0;
    for (let j: i32 = 0; j < taps; j++) sum += filter((<f64>(j + first) - center + 0.5) * shrink, cubic);
    const at = table + i * entry;
    store<u32>(at, first);
    store<u32>(at, taps, 4);
    memory.fill(at + 8, 0, entry - 8);
    for (let j: i32 = 0; j < taps; j++) {
      const part = filter((<f64>(j + first) - center + 0.5) * shrink, cubic) / sum;
      const scaled = part * <f64>(1 << WEIGHT_BITS);
      const weight = <i32>(part < 0 ? scaled - 0.5 : scaled + 0.5);
      const pair = at + 8 + <usize>(j >> 1) * 8 + <usize>(j & 1) * 2;
      store<i16>(pair, <i16>(weight >> SPLIT_BITS));
      store<i16>(pair, <i16>(weight & ((1 << SPLIT_BITS) - 1)), 4);
    }
  }
}

@inline
function filter(distance: f64, cubic: bool): f64 {
  const x = Math.abs(distance);
  if (!cubic) return x < 1 ? 1 - x : 0;
  const a: f64 = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

@inline
function weightAt(weights: usize, tap: usize): i32 {
  const pair = weights + (tap >> 1) * 8 + (tap & 1) * 2;
  return (<i32>load<i16>(pair) << SPLIT_BITS) + <i32>load<i16>(pair, 4);
}

@inline
function toByte(sum: i32): u8 {
  return <u8>min(max(sum >> WEIGHT_BITS, 0), 255);
}

/** One row of RGB24 along the row, one channel at a time. */
function resizeRowPlainly(row: usize, table: usize, entry: usize, outWidth: usize, out: usize): void {
  for (let x: usize = 0; x < outWidth; x++) {
    const at = table + x * entry;
    const from = row + <usize>load<u32>(at) * 3;
    const taps: usize = load<u32>(at, 4);
    let red: i32 = 1 << (WEIGHT_BITS - 1);
    let green = red;
    let blue = red;
    for (let j: usize = 0; j < taps; j++) {
      const weight = weightAt(at + 8, j);
      const p = from + j * 3;
      red += <i32>load<u8>(p) * weight;
      green += <i32>load<u8>(p, 1) * weight;
      blue += <i32>load<u8>(p, 2) * weight;
    }
    const to = out + x * 3;
    store<u8>(to, toByte(red));
    store<u8>(to, toByte(green), 1);
    store<u8>(to, toByte(blue), 2);
  }
}

/** The same, four taps at a time: pairs of taps of one channel side by side, times both factors of their weights. */
function resizeRow(row: usize, table: usize, entry: usize, outWidth: usize, out: usize): void {
  if (ASC_FEATURE_SIMD) {
    const none = i8x16.splat(0);
    for (let x: usize = 0; x < outWidth; x++) {
      const at = table + x * entry;
      let from = row + <usize>load<u32>(at) * 3;
      const end = at + 8 + <usize>load<u32>(at, 4) * 4;
      let high = i32x4.splat(0);
      let low = i32x4.splat(1 << (WEIGHT_BITS - 1));
      for (let w = at + 8; w < end; w += 16, from += 12) {
        const v = v128.load(from);
        const a = v128.shuffle<i8>(v, none, 0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16);
        const b = v128.shuffle<i8>(v, none, 6, 16, 9, 16, 7, 16, 10, 16, 8, 16, 11, 16, 16, 16, 16, 16);
        high = i32x4.add(high, i32x4.dot_i16x8_s(a, v128.load32_splat(w)));
        low = i32x4.add(low, i32x4.dot_i16x8_s(a, v128.load32_splat(w, 4)));
        high = i32x4.add(high, i32x4.dot_i16x8_s(b, v128.load32_splat(w, 8)));
        low = i32x4.add(low, i32x4.dot_i16x8_s(b, v128.load32_splat(w, 12)));
      }
      const sum = i32x4.shr_s(i32x4.add(i32x4.shl(high, SPLIT_BITS), low), WEIGHT_BITS);
      const words = i16x8.narrow_i32x4_s(sum, sum);
      // The fourth byte is overwritten by the next pixel; a row has room behind it.
      v128.store32_lane(out + x * 3, i8x16.narrow_i16x8_u(words, words), 0);
    }
  } else {
    resizeRowPlainly(row, table, entry, outWidth, out);
  }
}

/** One row of output from rows of the ring. */
function blendColumn(
  ring: usize, slots: usize, slotBytes: usize, first: usize, taps: usize, weights: usize, samples: usize, out: usize,
): void {
  let x: usize = 0;
  if (ASC_FEATURE_SIMD) {
    for (; x + 16 <= samples; x += 16) {
      let h0 = i32x4.splat(0);
      let h1 = h0;
      let h2 = h0;
      let h3 = h0;
      let l0 = i32x4.splat(1 << (WEIGHT_BITS - 1));
      let l1 = l0;
      let l2 = l0;
      let l3 = l0;
      let slot = first % slots;
      for (let j: usize = 0; j < taps; j += 2) {
        const a = v128.load(ring + slot * slotBytes + x);
        // An odd last tap goes with a row that weighs nothing.
        slot = slot + 1 == slots ? 0 : slot + 1;
        const b = v128.load(ring + slot * slotBytes + x);
        slot = slot + 1 == slots ? 0 : slot + 1;
        const upper = v128.load32_splat(weights + j * 4);
        const lower = v128.load32_splat(weights + j * 4, 4);
        const even = v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const odd = v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        const p0 = i16x8.extend_low_i8x16_u(even);
        const p1 = i16x8.extend_high_i8x16_u(even);
        const p2 = i16x8.extend_low_i8x16_u(odd);
        const p3 = i16x8.extend_high_i8x16_u(odd);
        h0 = i32x4.add(h0, i32x4.dot_i16x8_s(p0, upper));
        h1 = i32x4.add(h1, i32x4.dot_i16x8_s(p1, upper));
        h2 = i32x4.add(h2, i32x4.dot_i16x8_s(p2, upper));
        h3 = i32x4.add(h3, i32x4.dot_i16x8_s(p3, upper));
        l0 = i32x4.add(l0, i32x4.dot_i16x8_s(p0, lower));
        l1 = i32x4.add(l1, i32x4.dot_i16x8_s(p1, lower));
        l2 = i32x4.add(l2, i32x4.dot_i16x8_s(p2, lower));
        l3 = i32x4.add(l3, i32x4.dot_i16x8_s(p3, lower));
      }
      v128.store(out + x, i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_s(joined(h0, l0), joined(h1, l1)), i16x8.narrow_i32x4_s(joined(h2, l2), joined(h3, l3)),
      ));
    }
  }
  for (; x < samples; x++) {
    let sum: i32 = 1 << (WEIGHT_BITS - 1);
    let slot = first % slots;
    for (let j: usize = 0; j < taps; j++) {
      sum += <i32>load<u8>(ring + slot * slotBytes + x) * weightAt(weights, j);
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
    store<u8>(out + x, toByte(sum));
  }
}

@inline
function joined(high: v128, low: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.shl(high, SPLIT_BITS), low), WEIGHT_BITS);
}
