import { blendChroma, buildChromaTable, chromaTableBytes, widenChroma, widenSamples } from './chroma-rows';
import { chromaPosition, chromaSample, chromaWeight, verticalWeight } from './chroma-taps';
import { rgb24Row } from './matrix-rgb24';

/** Scratch bytes of yuvToRgb24: the horizontal table and seven rows of words. */
export function rgb24ScratchBytes(width: usize): usize {
  return chromaTableBytes(width) + 7 * wordRow(width);
}

/**
 * Planar YUV (bytes, or little-endian words of 9..16 bits) to packed RGB24. Chroma planes have
 * ceil(width / 2^shiftX) x ceil(height / 2^shiftY) samples; strides in bytes; coefficients with 13 fractional bits;
 * offset = black level << 7. `halves`: vertical chroma weights become 0 or 1/2 (see verticalWeight).
 */
export function yuvToRgb24(
  luma: usize, lumaStride: usize, u: usize, v: usize, chromaStride: usize,
  width: usize, height: usize, shiftX: i32, shiftY: i32, depth: i32, halves: bool,
  offset: i32, yGain: i32, vRed: i32, uGreen: i32, vGreen: i32, uBlue: i32,
  out: usize, outStride: usize, scratch: usize,
): void {
  const columns = (width + (1 << shiftX) - 1) >> shiftX;
  const rows = (height + (1 << shiftY) - 1) >> shiftY;
  const table = scratch;
  const bytes = wordRow(width);
  const ring = table + chromaTableBytes(width);
  const lumaRow = ring + 4 * bytes;
  const uRow = lumaRow + bytes;
  const vRow = uRow + bytes;
  buildChromaTable(columns, width, table);
  // the wide rows of chroma row n are at ring + (n & 1) * 2 rows
  let ready: usize = 0;
  for (let y: usize = 0; y < height; y++) {
    const position = chromaPosition(rows, height, y);
    const first = rows == height ? y : chromaSample(rows, position);
    const weight = rows == height ? 0 : verticalWeight(chromaWeight(rows, position, 4096), halves);
    const second = weight ? first + 1 : first;
    ready = max(ready, first);
    for (; ready <= second; ready++) {
      const to = ring + (ready & 1) * 2 * bytes;
      widenChroma(u + ready * chromaStride, columns, width, depth, table, to);
      widenChroma(v + ready * chromaStride, columns, width, depth, table, to + bytes);
    }
    const a = ring + (first & 1) * 2 * bytes;
    const b = ring + (second & 1) * 2 * bytes;
    blendChroma(a, b, weight, width, uRow);
    blendChroma(a + bytes, b + bytes, weight, width, vRow);
    widenSamples(luma + y * lumaStride, width, depth, lumaRow);
    rgb24Row(lumaRow, uRow, vRow, width, offset, yGain, vRed, uGreen, vGreen, uBlue, out + y * outStride);
  }
}

@inline
function wordRow(width: usize): usize {
  return (width * 2 + 15) & ~15;
}
