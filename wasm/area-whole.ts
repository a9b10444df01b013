import { expandLuma } from './luma-range';

/**
 * Preview at whole-number scales other than 4x4 (sides below 16 pixels): integer block sums times float32 1 / area,
 * rounded half to even, and (sum + 2) >> 2 for 2x2, as OpenCV's integer-scale path does.
 */
export function wholePreview(
  luma: usize, stride: usize, scaleX: usize, scaleY: usize, limited: bool,
  preview: usize, previewStride: usize, columns: usize, rows: usize,
): void {
  const share: f32 = <f32>1 / <f32>(scaleX * scaleY);
  for (let y: usize = 0; y < rows; y++) {
    for (let x: usize = 0; x < columns; x++) {
      const p = luma + y * scaleY * stride + x * scaleX;
      let sum: u32 = 0;
      for (let j: usize = 0; j < scaleY; j++) {
        for (let i: usize = 0; i < scaleX; i++) {
          const v: u32 = load<u8>(p + j * stride + i);
          sum += limited ? expandLuma(v) : v;
        }
      }
      const mean = scaleX == 2 && scaleY == 2 ? (sum + 2) >> 2 : <u32>nearest(<f32>sum * share);
      store<u8>(preview + y * previewStride + x, mean);
    }
  }
}
