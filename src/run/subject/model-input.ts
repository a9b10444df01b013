import { createKernelMemory, type Kernels, loadKernels } from '../../kernel/load.ts';
import { type PillowFilter, pillowScratchBytes, resizeAsPillow } from '../../kernel/pillow.ts';
import type { Sam2Constants } from '../../subject/sam2/sam2-model.ts';

const align = (bytes: number) => Math.ceil(bytes / 64) * 64;
const FIRST = 64;

/** Where the areas lie for pictures of one size. */
interface Places {
  readonly width: number;
  readonly height: number;
  readonly kernels: Kernels;
  readonly bytes: Uint8Array;
  readonly target: number;
  readonly scratch: number;
}

/** The filter that the pictures of a model are resized with. */
export const filterOf = ({ resample }: Pick<Sam2Constants, 'resample'>): PillowFilter =>
  resample === 'pillow-bilinear' ? 'bilinear' : 'bicubic';

/** Makes a tracker's square input of pictures. */
export class ModelInput {
  /** Pixels of a side. */
  readonly side: number;
  readonly #filter: PillowFilter;
  readonly #simd: boolean | null;
  #places: Places | null = null;

  constructor(side: number, filter: PillowFilter, simd: boolean | null) {
    this.side = side;
    this.#filter = filter;
    this.#simd = simd;
  }

  /**
   * A picture as a square; its aspect is not kept.
   * @param pixels packed 8-bit RGB
   * @returns packed 8-bit RGB, a copy
   */
  resize(pixels: Uint8Array, width: number, height: number): Uint8Array {
    const { kernels, bytes, target, scratch } = this.#placesFor(width, height);
    bytes.set(pixels, FIRST);
    const from = { at: FIRST, stride: width * 3, width, height };
    const to = { at: target, stride: this.side * 3, width: this.side, height: this.side };
    resizeAsPillow(kernels, from, to, this.#filter, scratch);
    return bytes.slice(target, target + this.side * this.side * 3);
  }

  #placesFor(width: number, height: number): Places {
    const known = this.#places;
    if (known?.width === width && known.height === height) return known;
    const square = { width: this.side, height: this.side };
    const target = align(FIRST + width * height * 3);
    const scratch = align(target + this.side * this.side * 3);
    // The size of the scratch area is asked of kernels over a throw-away memory.
    const small = loadKernels(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }));
    const needed = pillowScratchBytes(small, { width, height }, square, this.#filter);
    const memory = createKernelMemory(scratch + needed);
    const kernels = loadKernels(memory, this.#simd === null ? {} : { simd: this.#simd });
    this.#places = { width, height, kernels, bytes: new Uint8Array(memory.buffer), target, scratch };
    return this.#places;
  }
}
