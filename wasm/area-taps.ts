/** Most source pixels one preview pixel can touch: the widest non-integer scale is 11 / 2. */
export const MAX_TAPS: usize = 8;

/** Bytes of the tap table of one direction: start i32, then MAX_TAPS rows of float32 weights, each `n` (mult. of 4). */
export function tapTableBytes(count: usize): usize {
  return lanes(count) * 4 * (1 + MAX_TAPS);
}

/** Weight k of output i in a tap table. */
@inline
export function tapWeight(table: usize, count: usize, k: usize): usize {
  return table + (k + 1) * (lanes(count) << 2);
}

@inline
function lanes(count: usize): usize {
  return (count + 3) & ~3;
}

/** size / count as OpenCV computes it (two divisions). */
@inline
export function areaScale(size: usize, count: usize): f64 {
  return 1.0 / (<f64>count / <f64>size);
}

/** True where OpenCV takes its integer-scale path. */
export function isWhole(scale: f64): bool {
  return Math.abs(scale - Math.floor(scale)) < f64.EPSILON;
}

/**
 * Overlaps of each of `count` output cells with `size` source pixels as float32 weights (OpenCV, resize.cpp,
 * computeResizeAreaTab): overlaps of at most 0.001 pixel are ignored. Unused taps weigh 0. Returns the most taps used.
 */
export function buildTaps(size: usize, count: usize, table: usize): usize {
  const scale = areaScale(size, count);
  memory.fill(table, 0, tapTableBytes(count));
  let most: usize = 0;
  for (let i: usize = 0; i < count; i++) {
    const from = <f64>i * scale;
    const to = from + scale;
    const cell = min(scale, <f64>size - from);
    let first = <i32>Math.ceil(from);
    const last = min(<i32>Math.floor(to), <i32>size - 1);
    first = min(first, last);
    let k: usize = 0;
    let start = first;
    const head = <f64>first - from;
    if (head > 1e-3) {
      start = first - 1;
      setWeight(table, count, i, k++, <f32>(head / cell));
    }
    for (let s = first; s < last; s++) setWeight(table, count, i, k++, <f32>(1.0 / cell));
    const tail = to - <f64>last;
    if (tail > 1e-3) setWeight(table, count, i, k++, <f32>(min(min(tail, 1.0), cell) / cell));
    store<i32>(table + (i << 2), start);
    most = max(most, k);
  }
  return most;
}

@inline
function setWeight(table: usize, count: usize, i: usize, k: usize, weight: f32): void {
  store<f32>(tapWeight(table, count, k) + (i << 2), weight);
}
