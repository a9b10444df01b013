import type { Kernels } from './load.ts';

/** Packed 8-bit pixels in the kernels' memory: byte offset, bytes from row to row, size in pixels. */
export interface PixelsAt {
  readonly at: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** Scratch bytes of {@link resizePixels}. */
export function resizeScratchBytes(kernels: Kernels, outWidth: number, channels: 1 | 3): number {
  return kernels.resizeScratchBytes(outWidth, channels);
}

/**
 * Bilinear resize of packed pixels, equal to OpenCV's INTER_LINEAR on 8 bits to the byte.
 * @param scratch byte offset of {@link resizeScratchBytes} bytes that nobody else uses during the call
 */
export function resizePixels(
  kernels: Kernels,
  from: PixelsAt,
  to: PixelsAt,
  channels: 1 | 3,
  scratch: number,
): void {
  kernels.resizeBytes(
    from.at,
    from.stride,
    from.width,
    from.height,
    channels,
    to.at,
    to.stride,
    to.width,
    to.height,
    scratch,
  );
}

/** A 2x3 affine map: x' = a x + b y + c, y' = d x + e y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * A square crop of packed RGB: output pixel (X, Y) is the bilinear sample of the picture at `toPicture` (X, Y), black
 * outside, rounded half to even.
 * @param out byte offset of size * size * 3 bytes
 */
export function warpPixels(
  kernels: Kernels,
  from: PixelsAt,
  toPicture: Affine,
  out: number,
  size: number,
): void {
  kernels.warpRgb24(from.at, from.stride, from.width, from.height, ...toPicture, out, size);
}

/** How pixels become the float32 planes of a tensor: (value - mean) / divisor. */
export interface PlaneSettings {
  readonly order: 'rgb' | 'bgr';
  readonly mean: number;
  readonly divisor: number;
}

/**
 * Packed RGB as `[3, height, width]` float32.
 * @param out byte offset of width * height * 12 bytes
 */
export function fillPlanes(kernels: Kernels, from: PixelsAt, settings: PlaneSettings, out: number): void {
  const { order, mean, divisor } = settings;
  const swapped = order === 'bgr' ? 1 : 0;
  kernels.rgb24ToPlanes(from.at, from.stride, from.width, from.height, swapped, mean, divisor, out);
}
