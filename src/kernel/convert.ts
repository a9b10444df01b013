import type { FrameLayout } from './frame-layout.ts';
import type { Kernels } from './load.ts';
import type { LumaWeights } from './matrix.ts';
import { rgbCoefficients } from './matrix.ts';

/** Bits of an RGB channel: 8 is packed RGB24, 16 is packed little-endian RGB48. */
export type RgbDepth = 8 | 16;

/**
 * Vertical chroma weights: `half` is what ffmpeg 5.1 does with full_chroma_int (a second row that weighs less than
 * half counts nothing, else half), `linear` the true bilinear weights.
 */
type ChromaRows = 'half' | 'linear';

/** One conversion. Offsets are bytes into the kernels' memory. */
export interface ConvertJob {
  readonly layout: FrameLayout;
  /** Where the frame begins. */
  readonly source: number;
  readonly weights: LumaWeights;
  readonly depth: RgbDepth;
  /** Where width * height * 3 * depth / 8 bytes of packed RGB go. */
  readonly out: number;
  /** Bytes from row to row of the output; default: no padding. */
  readonly outStride?: number;
  /** Area of convertScratchBytes bytes that nobody else uses during the call. */
  readonly scratch: number;
  /** Default `half`. */
  readonly chromaRows?: ChromaRows;
}

/** Scratch bytes of a conversion. */
export function convertScratchBytes(kernels: Kernels, width: number, depth: RgbDepth): number {
  return depth === 8 ? kernels.rgb24ScratchBytes(width) : kernels.rgb48ScratchBytes(width);
}

/**
 * Planar YUV to packed RGB: the arithmetic of ffmpeg's `-sws_flags bilinear+accurate_rnd+full_chroma_int` (chroma
 * centred, edges replicated), except that sums saturate where ffmpeg's wrap (illegal colours near white).
 *
 * @throws RangeError when the frame is no YUV.
 */
export function convertToRgb(kernels: Kernels, job: ConvertJob): void {
  const { layout, source, depth } = job;
  const [luma, u, v] = layout.planes;
  if (layout.kind !== 'yuv' || !u || !v) throw new RangeError(`${layout.pixelFormat} is no planar YUV`);
  const c = rgbCoefficients(job.weights, layout.range);
  const convert = depth === 8 ? kernels.yuvToRgb24 : kernels.yuvToRgb48;
  convert(
    source + luma.offset,
    luma.stride,
    source + u.offset,
    source + v.offset,
    u.stride,
    layout.width,
    layout.height,
    layout.shiftX,
    layout.shiftY,
    layout.depth,
    job.chromaRows === 'linear' ? 0 : 1,
    c.black * (depth === 8 ? 128 : 512),
    c.yGain,
    c.vRed,
    c.uGreen,
    c.vGreen,
    c.uBlue,
    job.out,
    job.outStride ?? (layout.width * 3 * depth) / 8,
    job.scratch,
  );
}
