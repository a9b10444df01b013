import { buildChromaTable, chromaTableBytes } from './chroma-rows';
import { chromaPosition, chromaSample, chromaWeight, verticalWeight } from './chroma-taps';

/** Scratch bytes of yuvToRgb48: the horizontal table and four rows of 32-bit chroma. */
export function rgb48ScratchBytes(width: usize): usize {
  return chromaTableBytes(width) + 16 * width;
}

/**
 * As yuvToRgb24, to packed little-endian RGB48: 19-bit intermediates as swscale's 16-bit outputs use, float32 sums.
 * The same scalar code in both builds. offset = black level << 9.
 */
export function yuvToRgb48(
  luma: usize, lumaStride: usize, u: usize, v: usize, chromaStride: usize,
  width: usize, height: usize, shiftX: i32, shiftY: i32, depth: i32, halves: bool,
  offset: i32, yGain: i32, vRed: i32, uGreen: i32, vGreen: i32, uBlue: i32,
  out: usize, outStride: usize, scratch: usize,
): void {
  const columns = (width + (1 << shiftX) - 1) >> shiftX;
  const rows = (height + (1 << shiftY) - 1) >> shiftY;
  const bytes = width << 2;
  const ring = scratch + chromaTableBytes(width);
  const unit: f32 = 1.0 / 16384.0;
  buildChromaTable(columns, width, scratch);
  let ready: usize = 0;
  for (let y: usize = 0; y < height; y++) {
    const position = chromaPosition(rows, height, y);
    const first = rows == height ? y : chromaSample(rows, position);
    const weight = rows == height ? 0 : verticalWeight(chromaWeight(rows, position, 4096), halves);
    const second = weight ? first + 1 : first;
    ready = max(ready, first);
    for (; ready <= second; ready++) {
      const to = ring + (ready & 1) * 2 * bytes;
      widenRow(u + ready * chromaStride, columns, width, depth, scratch, to);
      widenRow(v + ready * chromaStride, columns, width, depth, scratch, to + bytes);
    }
    const a = ring + (first & 1) * 2 * bytes;
    const b = ring + (second & 1) * 2 * bytes;
    const from = luma + y * lumaStride;
    const row = out + y * outStride;
    for (let x: usize = 0; x < width; x++) {
      const sample: i32 = depth == 8 ? <i32>load<u8>(from + x) << 9 : <i32>load<u16>(from + (x << 1)) << (17 - depth);
      const cy = <f32>(sample - offset) * (<f32>yGain * unit) + <f32>0.5;
      const cu = <f32>blend(a + (x << 2), b + (x << 2), weight);
      const cv = <f32>blend(a + bytes + (x << 2), b + bytes + (x << 2), weight);
      const to = row + x * 6;
      store<u16>(to, clampWord(cy + cv * (<f32>vRed * unit)));
      store<u16>(to, clampWord(cy + (cv * (<f32>vGreen * unit) + cu * (<f32>uGreen * unit))), 2);
      store<u16>(to, clampWord(cy + cu * (<f32>uBlue * unit)), 4);
    }
  }
}

/** One chroma row at full width with 19 bits. */
function widenRow(row: usize, count: usize, width: usize, depth: i32, table: usize, out: usize): void {
  for (let x: usize = 0; x < width; x++) {
    const p: usize = count == width ? x : load<u32>(table + (x << 3));
    const w: u32 = count == width ? 0 : load<u32>(table + (x << 3), 4);
    const q = min(p + 1, count - 1);
    const a: u32 = depth == 8 ? <u32>load<u8>(row + p) : <u32>load<u16>(row + (p << 1));
    const b: u32 = depth == 8 ? <u32>load<u8>(row + q) : <u32>load<u16>(row + (q << 1));
    store<u32>(out + (x << 2), (a * (16384 - w) + b * w) >> (depth - 5));
  }
}

/** Two 19-bit samples blended, centred, with 9 fractional bits (of an 8-bit value). */
@inline
function blend(a: usize, b: usize, weight: i32): i32 {
  return <i32>((load<u32>(a) * (4096 - weight) + load<u32>(b) * weight) >> 14) - 65536;
}

@inline
function clampWord(v: f32): u32 {
  return <u32>min(max(v, <f32>0), <f32>65535);
}
