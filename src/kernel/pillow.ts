import type { Kernels } from './load.ts';
import type { PixelsAt } from './pixels.ts';

/** How pixels are weighed: bicubic with a = -0.5, or bilinear; both widen with the picture (antialiased). */
export type PillowFilter = 'bicubic' | 'bilinear';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Scratch bytes of {@link resizeAsPillow}: grows with the output and with how much the picture shrinks. */
export function pillowScratchBytes(kernels: Kernels, from: Size, to: Size, filter: PillowFilter): number {
  const cubic = filter === 'bicubic' ? 1 : 0;
  return kernels.pillowScratchBytes(from.width, from.height, to.width, to.height, cubic);
}

/**
 * Antialiased resize of packed RGB, equal to `Image.resize` of Pillow 12 to the byte.
 * @param scratch byte offset, a multiple of 16, of {@link pillowScratchBytes} bytes that nobody else uses during the call
 */
export function resizeAsPillow(
  kernels: Kernels,
  from: PixelsAt,
  to: PixelsAt,
  filter: PillowFilter,
  scratch: number,
): void {
  kernels.resizePillow(
    from.at,
    from.stride,
    from.width,
    from.height,
    filter === 'bicubic' ? 1 : 0,
    to.at,
    to.stride,
    to.width,
    to.height,
    scratch,
  );
}
