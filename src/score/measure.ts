import type { FrameLayout } from '../kernel/frame-layout.ts';
import type { Kernels } from '../kernel/load.ts';
import { LUMA_SUMS_BYTES, lumaScratchBytes, type PlaneAt, sumLuma } from '../kernel/luma-sums.ts';
import type { RawMetrics } from './metrics.ts';
import { rawMetrics } from './raw-metrics.ts';

/** A frame in the kernels' memory and what is needed to measure it. Offsets are bytes into that memory. */
export interface MeasureJob {
  readonly layout: FrameLayout;
  /** Where the frame begins. */
  readonly source: number;
  /** 8-bit plane of the frame's size: only pixels above 128 count. A mask at offset 0 of the memory is no mask. */
  readonly mask?: PlaneAt;
  /** Area of measureScratchBytes bytes that nobody else uses during the call. */
  readonly scratch: number;
}

/** Scratch bytes that measureFrame needs for frames of a layout. */
export function measureScratchBytes(kernels: Kernels, layout: FrameLayout, masked = false): number {
  const { width, height } = layout;
  const plane = isLumaBytes(layout) ? 0 : aligned(width * height);
  // 8: the scratch area may begin anywhere
  return 8 + aligned(LUMA_SUMS_BYTES) + plane + lumaScratchBytes(kernels, width, height, masked);
}

/**
 * Measures one frame: YUV and gray on their luma (9..16 bits are rounded to 8 first), RGB on its gray.
 * With a mask, `pixels` and `previewPixels` tell how many were inside; the caller decides what is too few.
 */
export function measureFrame(kernels: Kernels, job: MeasureJob): RawMetrics {
  const { layout, mask } = job;
  const { width, height } = layout;
  const out = aligned(job.scratch);
  const plane = out + aligned(LUMA_SUMS_BYTES);
  const ready = isLumaBytes(layout);
  const luma = ready ? { at: job.source, stride: layout.planes[0].stride } : lumaBytes(kernels, job, plane);
  const limited = ready && layout.range === 'limited';
  const scratch = ready ? plane : plane + aligned(width * height);
  return rawMetrics(sumLuma(kernels, { luma, width, height, limited, scratch, out, ...(mask && { mask }) }));
}

/** Writes the frame's luma or gray as 8-bit full-range plane to `at`. */
function lumaBytes(kernels: Kernels, { layout, source }: MeasureJob, at: number): PlaneAt {
  const { width, height, depth } = layout;
  const { stride } = layout.planes[0];
  if (layout.kind === 'rgb') {
    const toGrey = depth === 8 ? kernels.rgb24ToGrey : kernels.rgb48ToGrey;
    toGrey(source, stride, width, height, at, width);
  } else {
    kernels.luma16(source, stride, width, height, depth, layout.range === 'limited' ? 1 : 0, at, width);
  }
  return { at, stride: width };
}

function isLumaBytes(layout: FrameLayout): boolean {
  return layout.kind !== 'rgb' && layout.depth === 8;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
