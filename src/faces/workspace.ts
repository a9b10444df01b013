import type { FloatTensor } from '../inference/session.ts';
import { createKernelMemory, type Kernels, loadKernels } from '../kernel/load.ts';
import {
  type Affine,
  fillPlanes,
  type PixelsAt,
  type PlaneSettings,
  resizePixels,
  resizeScratchBytes,
  warpPixels,
} from '../kernel/pixels.ts';
import type { Size } from './detect/letterbox.ts';
import type { Box, Picture } from './face-types.ts';

const ALIGNMENT = 16;
const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Bytes a pixel of a canvas takes: packed RGB and three float32 planes. */
const CANVAS_PIXEL_BYTES = 15;
/** For tables, and for the small crops beside a canvas. */
const SPARE_BYTES = 2 ** 20;

/**
 * One picture in the kernels' memory and room behind it, where networks' inputs are made. What is made stays until the
 * next `load` or `clear`.
 */
export class Workspace {
  readonly #most: number;
  #kernels: Kernels;
  #picture: PixelsAt = { at: 0, stride: 0, width: 0, height: 0 };
  #begin = 0;
  #next = 0;

  /** @param canvasPixels pixels of the largest network input */
  constructor(canvasPixels: number) {
    this.#most = canvasPixels * CANVAS_PIXEL_BYTES + SPARE_BYTES;
    this.#kernels = loadKernels(createKernelMemory(this.#most));
  }

  /**
   * Copies a picture in.
   * @throws RangeError when its size and its bytes do not fit together
   */
  load({ pixels, width, height }: Picture): PixelsAt {
    const bytes = width * height * 3;
    if (pixels.length !== bytes || bytes === 0)
      throw new RangeError(`${pixels.length} bytes are no ${width}x${height} pixels`);
    const needed = aligned(bytes) + this.#most;
    if (this.#kernels.memory.buffer.byteLength < needed)
      this.#kernels = loadKernels(createKernelMemory(needed));
    new Uint8Array(this.#kernels.memory.buffer).set(pixels);
    this.#begin = aligned(bytes);
    this.#picture = { at: 0, stride: width * 3, width, height };
    this.clear();
    return this.#picture;
  }

  /** Forgets all but the picture. */
  clear(): void {
    this.#next = this.#begin;
  }

  /** A part of some pixels; the box in whole pixels, inside. */
  part({ at, stride }: PixelsAt, [x1, y1, x2, y2]: Box): PixelsAt {
    return { at: at + y1 * stride + x1 * 3, stride, width: x2 - x1, height: y2 - y1 };
  }

  /** Resized pixels at the top left of a canvas (default: as large as they are), the rest of which is black. */
  resized(from: PixelsAt, size: Size, canvas: Size = size): PixelsAt {
    const bytes = canvas.width * canvas.height * 3;
    const at = this.#take(bytes);
    const to = { at, stride: canvas.width * 3, ...canvas };
    if (canvas.width !== size.width || canvas.height !== size.height) this.bytes(at, bytes).fill(0);
    const before = this.#next;
    const scratch = this.#take(resizeScratchBytes(this.#kernels, size.width, 3));
    resizePixels(this.#kernels, from, { ...to, ...size }, 3, scratch);
    this.#next = before;
    return to;
  }

  /** A square crop of the picture through the inverse of its alignment. */
  crop(toPicture: Affine, size: number): PixelsAt {
    const at = this.#take(size * size * 3);
    warpPixels(this.#kernels, this.#picture, toPicture, at, size);
    return { at, stride: size * 3, width: size, height: size };
  }

  /** Colour pixels of the same size as `[n, 3, height, width]`. */
  planes(pixels: readonly PixelsAt[], settings: PlaneSettings): FloatTensor {
    const { width = 0, height = 0 } = pixels[0] ?? {};
    const one = width * height * 3;
    const data = new Float32Array(one * pixels.length);
    const before = this.#next;
    const at = this.#take(one * 4);
    pixels.forEach((from, i) => {
      fillPlanes(this.#kernels, from, settings, at);
      data.set(new Float32Array(this.#kernels.memory.buffer, at, one), i * one);
    });
    this.#next = before;
    return { data, shape: [pixels.length, 3, height, width] };
  }

  /** Grey of packed colour pixels as `[1, 1, height, width]`: value / divisor. */
  greyPlane({ at, stride, width, height }: PixelsAt, divisor: number): FloatTensor {
    const count = width * height;
    const before = this.#next;
    const grey = this.#take(count);
    const plane = this.#take(count * 4);
    this.#kernels.rgb24ToGrey(at, stride, width, height, grey, width);
    this.#kernels.greyToPlane(grey, count, divisor, plane);
    this.#next = before;
    const data = new Float32Array(this.#kernels.memory.buffer, plane, count).slice();
    return { data, shape: [1, 1, height, width] };
  }

  /** A view of some bytes. */
  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#kernels.memory.buffer, at, length);
  }

  #take(bytes: number): number {
    const at = this.#next;
    this.#next = aligned(at + bytes);
    if (this.#next > this.#kernels.memory.buffer.byteLength) throw new RangeError('the canvas is too large');
    return at;
  }
}
