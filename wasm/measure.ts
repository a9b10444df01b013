import { areaPreview, areaScratchBytes } from './area';
import { areaScale, isWhole } from './area-taps';
import { wholePreview } from './area-whole';
import { filterSums, mirrorBorders } from './filters';
import { countMaskedRow, countRow, foldTables, HISTOGRAM_TABLE_BYTES } from './histogram';
import { quarterRow } from './preview-quarter';

/**
 * Measures one 8-bit luma plane. `out` (1056 bytes): 256 u32 bins of full-range luma, i64 sum of the preview's
 * Laplacian, i64 of its squares, f64 sum of Sobel magnitudes, u32 pixels counted, u32 preview pixels counted.
 * `mask` (0 = none): bytes of the same size, inside = above 128.
 */
export function measure(
  luma: usize, stride: usize, width: usize, height: usize, limited: bool,
  mask: usize, maskStride: usize, scratch: usize, out: usize,
): void {
  const columns = max<usize>(1, width >> 2);
  const rows = max<usize>(1, height >> 2);
  const pStride = previewStride(columns);
  const tables = scratch;
  const preview = tables + HISTOGRAM_TABLE_BYTES + pStride + 16;
  const previewMask = preview + pStride * (rows + 1);
  const rest = previewMask + (mask ? pStride * rows : 0);
  memory.fill(tables, 0, HISTOGRAM_TABLE_BYTES);
  const counting: usize = mask ? 0 : tables;

  if (((width | height) & 3) == 0) {
    for (let y: usize = 0; y < rows; y++) {
      const four = luma + (y << 2) * stride;
      if (counting) for (let i: usize = 0; i < 4; i++) countRow(four + i * stride, width, tables);
      quarterRow(four, stride, columns, limited, preview + y * pStride);
    }
  } else {
    const scaleX = areaScale(width, columns);
    const scaleY = areaScale(height, rows);
    if (isWhole(scaleX) && isWhole(scaleY)) {
      if (counting) for (let y: usize = 0; y < height; y++) countRow(luma + y * stride, width, tables);
      wholePreview(luma, stride, <usize>scaleX, <usize>scaleY, limited, preview, pStride, columns, rows);
    } else {
      areaPreview(luma, stride, width, height, limited, preview, pStride, columns, rows, counting, rest);
    }
  }

  let pixels = <u32>(width * height);
  let previewPixels = <u32>(columns * rows);
  if (mask) {
    pixels = 0;
    for (let y: usize = 0; y < height; y++) {
      pixels += countMaskedRow(luma + y * stride, mask + y * maskStride, width, tables);
    }
    previewPixels = shrinkMask(mask, maskStride, width, height, previewMask, pStride, columns, rows);
  }
  mirrorBorders(preview, pStride, columns, rows);
  if (mask) filterSums(preview, pStride, columns, rows, previewMask, out + 1024);
  else filterSums(preview, pStride, columns, rows, 0, out + 1024);
  foldTables(tables, out, limited);
  store<u32>(out + 1048, pixels);
  store<u32>(out + 1052, previewPixels);
}

/** Scratch bytes `measure` may use. */
export function measureScratchBytes(width: usize, height: usize, masked: bool): usize {
  const columns = max<usize>(1, width >> 2);
  const rows = max<usize>(1, height >> 2);
  const planes = previewStride(columns) * (rows + 2 + (masked ? rows : 0)) + 16;
  return HISTOGRAM_TABLE_BYTES + planes + areaScratchBytes(width, columns, rows);
}

/** Room for one mirrored pixel on each side. */
@inline
function previewStride(columns: usize): usize {
  return (columns + 2 + 15) & ~15;
}

/** The mask at preview size by nearest neighbour (source index floor(x * w / columns)): 255 inside, else 0. */
function shrinkMask(
  mask: usize, maskStride: usize, width: usize, height: usize,
  out: usize, outStride: usize, columns: usize, rows: usize,
): u32 {
  let inside: u32 = 0;
  for (let y: usize = 0; y < rows; y++) {
    const from = mask + ((y * height) / rows) * maskStride;
    const to = out + y * outStride;
    for (let x: usize = 0; x < columns; x++) {
      const hit = <u32>load<u8>(from + (x * width) / columns) > 128;
      store<u8>(to + x, hit ? 255 : 0);
      inside += <u32>hit;
    }
  }
  return inside;
}
