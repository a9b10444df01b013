import type { Kernels } from './load.ts';

/** Bytes of the area the metrics kernel writes its sums to. */
export const LUMA_SUMS_BYTES = 1056;

/** What the metrics kernel finds on one luma plane; all exact. */
export interface LumaSums {
  /** Counts of the 256 full-range luma values. */
  readonly histogram: Uint32Array;
  /** Sum of the Laplacian over the preview's counted pixels, and of its squares. */
  readonly laplacian: bigint;
  readonly laplacianSquares: bigint;
  /** Sum of the Sobel magnitudes over the preview's counted pixels. */
  readonly sobel: number;
  /** Counted pixels of the plane and of the preview. */
  readonly pixels: number;
  readonly previewPixels: number;
}

/** An 8-bit plane: byte offset into the kernels' memory and bytes from row to row. */
export interface PlaneAt {
  readonly at: number;
  readonly stride: number;
}

/** One run of the metrics kernel. `scratch`: lumaScratchBytes bytes; `out`: LUMA_SUMS_BYTES bytes, a multiple of 8. */
export interface LumaJob {
  readonly luma: PlaneAt;
  readonly width: number;
  readonly height: number;
  /** True: samples are expanded from limited range first. */
  readonly limited: boolean;
  /** Plane of the same size; only pixels above 128 count. */
  readonly mask?: PlaneAt;
  readonly scratch: number;
  readonly out: number;
}

/** Scratch bytes of sumLuma. */
export function lumaScratchBytes(kernels: Kernels, width: number, height: number, masked: boolean): number {
  return kernels.measureScratchBytes(width, height, masked ? 1 : 0);
}

/** Runs the metrics kernel on one luma plane. */
export function sumLuma(kernels: Kernels, job: LumaJob): LumaSums {
  const { luma, mask, out } = job;
  kernels.measure(
    luma.at,
    luma.stride,
    job.width,
    job.height,
    job.limited ? 1 : 0,
    mask?.at ?? 0,
    mask?.stride ?? 0,
    job.scratch,
    out,
  );
  const view = new DataView(kernels.memory.buffer, out, LUMA_SUMS_BYTES);
  return {
    histogram: new Uint32Array(kernels.memory.buffer, out, 256).slice(),
    laplacian: view.getBigInt64(1024, true),
    laplacianSquares: view.getBigInt64(1032, true),
    sobel: view.getFloat64(1040, true),
    pixels: view.getUint32(1048, true),
    previewPixels: view.getUint32(1052, true),
  };
}
