/**
 * Where an output pixel's chroma comes from: sample `p` and its right (lower) neighbour. Positions are those of
 * swscale (libswscale/utils.c, initFilter, bilinear, chroma centred): (i + 0.5) * count / size - 0.5 in 16.16 steps,
 * edges replicated, fewer than four samples: the nearest one.
 */

/** 0.002 sample in the units of chromaPosition. */
const DROPPED: i64 = 262;

/** Position of output pixel i in units of 1 / 131072 sample. */
@inline
export function chromaPosition(count: usize, size: usize, i: usize): i64 {
  const step = (((<i64>count) << 16) + <i64>(size >> 1)) / <i64>size;
  return step - 65536 + <i64>i * 2 * step;
}

/** Left (upper) sample of the pair. A left weight up to 0.002 is dropped: the pair then begins one later. */
export function chromaSample(count: usize, position: i64): usize {
  if (count < 4) return min<usize>(count - 1, <usize>((position + 65536) >> 17));
  return position < 0 ? 0 : min<usize>(count - 2, <usize>((position + DROPPED) >> 17));
}

/** Weight of the right (lower) sample, 0..one. A pair that would leave the picture ends at its last sample. */
export function chromaWeight(count: usize, position: i64, one: i32): i32 {
  if (count < 4 || position < 0) return 0;
  const moved = position + DROPPED;
  if (<usize>(moved >> 17) > count - 2) return one;
  const right = position - ((moved >> 17) << 17);
  return right <= 0 ? 0 : one - <i32>(((131072 - right) * <i64>one + 65536) >> 17);
}

/**
 * swscale 5.1 writes a row whose luma needs no vertical filter from the nearer chroma row alone when the
 * second one weighs less than half, and else from the mean of both (libswscale/output.c, yuv2rgb_full_1).
 */
@inline
export function verticalWeight(weight: i32, halves: bool): i32 {
  return halves ? (weight < 2048 ? 0 : 2048) : weight;
}
