import type { Size } from '../decode/geometry.ts';
import { createKernelMemory, type Kernels, loadKernels } from '../kernel/load.ts';
import { pairWeights } from './pair-weights.ts';

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

/** Cells of the grid along the longer and the shorter side. */
const LONGER_CELLS = 32;
const SHORTER_CELLS = 18;

/** Columns and rows of the grid on a picture; no cell is empty. */
function gridOf({ width, height }: Size): Size {
  const [columns, rows] = width < height ? [SHORTER_CELLS, LONGER_CELLS] : [LONGER_CELLS, SHORTER_CELLS];
  return { width: Math.min(columns, width), height: Math.min(rows, height) };
}

/** Kernels read and write a little past the end of a row. */
const PADDING = 64;

/** Memory for one picture after the other, with the kernels that shrink, colour and compare them. */
export class ShotWorkspace {
  /** Where the next picture goes: packed BGR, twice the small size each way when paired. */
  readonly incoming: Uint8Array;
  /** The small picture, packed BGR; valid until the next one. */
  readonly bgr: Uint8Array;
  readonly size: Size;
  readonly #kernels: Kernels;
  readonly #paired: boolean;
  readonly #at: { readonly source: number; readonly bgr: number; columns: number; rows: number };
  readonly #grid: Size;
  readonly #sums: number;
  readonly #scratch: number;
  /** Pixels of each cell, three times as the sums come. */
  readonly #areas: Float32Array;
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
    this.#grid = gridOf(size);
    const cells = this.#grid.width * this.#grid.height;
    this.#sums = place(cells * 12);
    // the scratch of sumCells: a word for each sample of a row
    this.#scratch = place(size.width * 6);
    const memory = createKernelMemory(end);
    this.#kernels = loadKernels(memory, options);
    this.#paired = paired;
    this.size = size;
    this.bgr = new Uint8Array(memory.buffer, bgr, pixels * 3);
    this.incoming = paired ? new Uint8Array(memory.buffer, source, pixels * 12) : this.bgr;
    const { width: columns, height: rows } = this.#grid;
    const share = (i: number, cells: number, side: number) =>
      Math.floor(((i + 1) * side) / cells) - Math.floor((i * side) / cells);
    const areaOf = (cell: number) =>
      share(cell % columns, columns, size.width) * share(Math.floor(cell / columns), rows, size.height);
    this.#areas = Float32Array.from({ length: cells * 3 }, (_, i) => areaOf(Math.floor(i / 3)));
    const weights = (at: number, values: Uint32Array) => new Uint32Array(memory.buffer, at).set(values);
    weights(this.#at.columns, pairWeights(full.width, size.width, true));
    weights(this.#at.rows, pairWeights(full.height, size.height, false));
  }

  /** Turns what lies in {@link incoming} into the small picture. */
  shrink(): void {
    this.#isHsv = false;
    if (!this.#paired) return;
    const { source, bgr, columns, rows } = this.#at;
    this.#kernels.blendPairs(source, this.size.width, this.size.height, columns, rows, bgr);
  }

  /** Means of blue, green and red, 0 to 255, in each cell of a coarse grid. */
  cellMeans(): Float32Array {
    const { width, height } = this.#grid;
    const { bgr } = this.#at;
    this.#kernels.sumCells(bgr, this.size.width, this.size.height, width, height, this.#scratch, this.#sums);
    const sums = new Uint32Array(this.#kernels.memory.buffer, this.#sums, width * height * 3);
    const means = new Float32Array(sums.length);
    for (let i = 0; i < means.length; i++) means[i] = (sums[i] ?? 0) / (this.#areas[i] ?? 1);
    return means;
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
