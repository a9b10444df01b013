import type { Size } from '../decode/geometry.ts';
import { createKernelMemory, type Kernels, loadKernels } from '../kernel/load.ts';
import { pairWeights } from './pair-weights.ts';
import type { Workspace } from './workspace.ts';

/** Sizes of what arrives. */
export interface WorkspaceFacts {
  /** Size of the small picture. */
  readonly size: Size;
  /** Size of the upright picture. */
  readonly full: Size;
  /** Whether the two by two source pixels of each small pixel arrive, or the small picture itself. */
  readonly paired: boolean;
}

/** Mean absolute differences between two pictures, each 0 to 255 (hue 0 to 179). */
export interface HsvDifferences {
  readonly hue: number;
  readonly saturation: number;
  readonly value: number;
}

/** Kernels read and write a little past the end of a row. */
const PADDING = 64;

/** Memory for one picture after the other, with the kernels that shrink, colour and compare them. */
export class ShotWorkspace implements Workspace {
  /** Where the next picture goes: packed BGR, twice the small size each way when paired. */
  readonly incoming: Uint8Array;
  /** The small picture, packed BGR; valid until the next one. */
  readonly bgr: Uint8Array;
  readonly size: Size;
  readonly #kernels: Kernels;
  readonly #paired: boolean;
  readonly #at: { readonly source: number; readonly bgr: number; columns: number; rows: number };
  #now: number;
  #before: number;
  #isHsv = false;

  constructor(facts: WorkspaceFacts, options: { readonly simd?: boolean } = {}) {
    const { size, full, paired } = facts;
    const pixels = size.width * size.height;
    let end = 0;
    const place = (bytes: number) => {
      const at = end;
      end += Math.ceil((bytes + PADDING) / 64) * 64;
      return at;
    };
    const source = paired ? place(pixels * 12) : 0;
    const bgr = place(pixels * 3);
    this.#at = { source, bgr, columns: place(size.width * 4), rows: place(size.height * 4) };
    this.#now = place(pixels * 3);
    this.#before = place(pixels * 3);
    const memory = createKernelMemory(end);
    this.#kernels = loadKernels(memory, options);
    this.#paired = paired;
    this.size = size;
    this.bgr = new Uint8Array(memory.buffer, bgr, pixels * 3);
    this.incoming = paired ? new Uint8Array(memory.buffer, source, pixels * 12) : this.bgr;
    const weights = (at: number, values: Uint32Array) => new Uint32Array(memory.buffer, at).set(values);
    weights(this.#at.columns, pairWeights(full.width, size.width, true));
    weights(this.#at.rows, pairWeights(full.height, size.height, false));
  }

  /** Turns what lies in {@link incoming} into the small picture. */
  prepare(): void {
    this.#isHsv = false;
    if (!this.#paired) return;
    const { source, bgr, columns, rows } = this.#at;
    this.#kernels.blendPairs(source, this.size.width, this.size.height, columns, rows, bgr);
  }

  /** Makes the planes of the small picture; those of the one before are kept for comparison. */
  toHsv(): Uint8Array {
    const { width, height } = this.size;
    if (!this.#isHsv) {
      this.#isHsv = true;
      [this.#now, this.#before] = [this.#before, this.#now];
      this.#kernels.bgrToHsv(this.#at.bgr, width * height, this.#now);
    }
    return new Uint8Array(this.#kernels.memory.buffer, this.#now, width * height * 3);
  }

  /** How far the planes are from those of the picture before; meaningless for the first picture. */
  hsvDifferences(): HsvDifferences {
    const pixels = this.size.width * this.size.height;
    const mean = (plane: number) =>
      this.#kernels.sumDifferences(this.#now + plane * pixels, this.#before + plane * pixels, pixels) /
      pixels;
    return { hue: mean(0), saturation: mean(1), value: mean(2) };
  }
}
