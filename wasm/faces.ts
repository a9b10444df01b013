/** 2^112: a half's bits, moved to where a float32 has them, are too small by this factor. */
const REBIAS: f32 = reinterpret<f32>(0x77800000);
/** A squared length from which on a row holds infinities (half floats end at 65504). */
const TOO_LONG: f64 = 4294967296;

/**
 * Half floats to float32, exactly (also subnormal ones; infinities become large numbers).
 * @param count of numbers
 * @returns their squared length
 */
export function halvesToFloats(source: usize, count: usize, out: usize): f64 {
  if (!ASC_FEATURE_SIMD) {
    for (let x: usize = 0; x < count; x++) convert(source + (x << 1), out + (x << 2));
    return dot(out, out, count);
  }
  const mask = i32x4.splat(0x8fffe000);
  const rebias = f32x4.splat(REBIAS);
  const steps = count & ~15;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (let x: usize = 0; x < steps; x += 16) {
    const to = out + (x << 2);
    const first = v128.load(source + (x << 1));
    const second = v128.load(source + (x << 1), 16);
    // sign-extended and shifted, the sign reaches the top bit and the other bits their place
    const e = f32x4.mul(v128.and(i32x4.shl(i32x4.extend_low_i16x8_s(first), 13), mask), rebias);
    const f = f32x4.mul(v128.and(i32x4.shl(i32x4.extend_high_i16x8_s(first), 13), mask), rebias);
    const g = f32x4.mul(v128.and(i32x4.shl(i32x4.extend_low_i16x8_s(second), 13), mask), rebias);
    const h = f32x4.mul(v128.and(i32x4.shl(i32x4.extend_high_i16x8_s(second), 13), mask), rebias);
    v128.store(to, e);
    v128.store(to, f, 16);
    v128.store(to, g, 32);
    v128.store(to, h, 48);
    a = f32x4.add(a, f32x4.mul(e, e));
    b = f32x4.add(b, f32x4.mul(f, f));
    c = f32x4.add(c, f32x4.mul(g, g));
    d = f32x4.add(d, f32x4.mul(h, h));
  }
  for (let x = steps; x < count; x++) convert(source + (x << 1), out + (x << 2));
  return lanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))) + rest(out, out, steps, count);
}

/**
 * For each row of half floats the nearest of some references by cosine distance, 1 - dot / (|a| |b|). The first of
 * equally near ones counts. A row without a direction (all zero, or with infinities) has the distance 1 to all.
 * Both builds add in the same order, so they give the same bits.
 * @param rows of half floats, one after the other
 * @param references float32 rows, made by `halvesToFloats`
 * @param lengths float64, the squared length of each reference
 * @param scratch one row as float32
 * @param distances float64 out, one a row
 * @param nearest int32 out, one a row
 */
export function nearestFaces(
  rows: usize, count: usize, dimensions: usize, references: usize, lengths: usize, referenceCount: usize,
  scratch: usize, distances: usize, nearest: usize,
): void {
  for (let row: usize = 0; row < count; row++) {
    const length = halvesToFloats(rows + row * (dimensions << 1), dimensions, scratch);
    let best: f64 = Infinity;
    let at: i32 = 0;
    for (let r: usize = 0; r < referenceCount; r++) {
      const distance = distanceTo(scratch, length, dimensions, references, lengths, r);
      if (distance < best) {
        best = distance;
        at = <i32>r;
      }
    }
    store<f64>(distances + (row << 3), best);
    store<i32>(nearest + (row << 2), at);
  }
}

/**
 * The distances of each row to all references, as `nearestFaces` has them.
 * @param out float64, the distances of a row one after the other
 */
export function allFaceDistances(
  rows: usize, count: usize, dimensions: usize, references: usize, lengths: usize, referenceCount: usize,
  scratch: usize, out: usize,
): void {
  for (let row: usize = 0; row < count; row++) {
    const length = halvesToFloats(rows + row * (dimensions << 1), dimensions, scratch);
    const to = out + ((row * referenceCount) << 3);
    for (let r: usize = 0; r < referenceCount; r++) {
      store<f64>(to + (r << 3), distanceTo(scratch, length, dimensions, references, lengths, r));
    }
  }
}

@inline
function distanceTo(
  floats: usize, length: f64, dimensions: usize, references: usize, lengths: usize, r: usize,
): f64 {
  const squares = length * load<f64>(lengths + (r << 3));
  if (!(length > 0 && length < TOO_LONG && squares > 0)) return 1;
  return 1 - dot(floats, references + ((r * dimensions) << 2), dimensions) / sqrt(squares);
}

/** Scalar product of two float32 rows: sixteen float32 sums, then the order that `halvesToFloats` keeps too. */
function dot(p: usize, q: usize, count: usize): f64 {
  const steps = count & ~15;
  if (!ASC_FEATURE_SIMD) {
    const front = <f64>everyFourth(p, q, steps) + <f64>everyFourth(p + 4, q + 4, steps);
    const back = <f64>everyFourth(p + 8, q + 8, steps) + <f64>everyFourth(p + 12, q + 12, steps);
    return front + back + rest(p, q, steps, count);
  }
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (let x: usize = 0; x < steps; x += 16) {
    const i = p + (x << 2);
    const j = q + (x << 2);
    a = f32x4.add(a, f32x4.mul(v128.load(i), v128.load(j)));
    b = f32x4.add(b, f32x4.mul(v128.load(i, 16), v128.load(j, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(i, 32), v128.load(j, 32)));
    d = f32x4.add(d, f32x4.mul(v128.load(i, 48), v128.load(j, 48)));
  }
  return lanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))) + rest(p, q, steps, count);
}

/** What one lane of the SIMD build holds at the end: four sums of every sixteenth product. */
function everyFourth(p: usize, q: usize, steps: usize): f32 {
  let a: f32 = 0;
  let b: f32 = 0;
  let c: f32 = 0;
  let d: f32 = 0;
  for (let x: usize = 0; x < steps; x += 16) {
    const i = p + (x << 2);
    const j = q + (x << 2);
    a += load<f32>(i) * load<f32>(j);
    b += load<f32>(i, 16) * load<f32>(j, 16);
    c += load<f32>(i, 32) * load<f32>(j, 32);
    d += load<f32>(i, 48) * load<f32>(j, 48);
  }
  return a + b + (c + d);
}

/** Products beyond the last sixteen. */
function rest(p: usize, q: usize, from: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (let x = from; x < count; x++) sum += <f64>(load<f32>(p + (x << 2)) * load<f32>(q + (x << 2)));
  return sum;
}

/** The sum of four lanes. */
@inline
function lanes(v: v128): f64 {
  const front = <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1);
  return front + (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3));
}

/** Converts one half float. */
@inline
function convert(from: usize, to: usize): void {
  store<f32>(to, reinterpret<f32>((<i32>load<i16>(from) << 13) & 0x8fffe000) * REBIAS);
}
