import { createKernelMemory, type Kernels, loadKernels } from './load.ts';

/** Which reference is nearest to each row, and how far it is. */
export interface NearestRows {
  /** Cosine distance, 0 to 2, one a row. */
  readonly distances: Float64Array;
  /** Index of the reference, one a row; the first of equally near ones. */
  readonly nearest: Int32Array;
}

/** Bytes of rows and of references that are worked on at a time: together they stay in the processor's cache. */
const BLOCK_BYTES = 2 ** 19;
/** So many of either at most. */
const BLOCK_ROWS = 1024;

/** Where everything lies in the kernels' memory. */
interface Layout {
  readonly rowsAtATime: number;
  readonly referencesAtATime: number;
  readonly references: number;
  readonly lengths: number;
  readonly scratch: number;
  readonly distances: number;
  readonly nearest: number;
}

/** Compares rows of half floats with references; holds a memory of 1.5 MB and no state between calls. */
export class RowComparer {
  readonly #kernels: Kernels;

  /** @param simd false takes the kernels without SIMD, which give the same bits */
  constructor(options: { simd?: boolean } = {}) {
    this.#kernels = loadKernels(createKernelMemory(BLOCK_BYTES * 3), options);
  }

  /**
   * Cosine distances, 1 - dot / (|a| |b|), to the nearest of some references.
   * @param rows half floats, row after row; read in place, a block at a time
   * @param dimensions numbers in a row, 1 to 65536
   * @param references half floats, one row each
   * @throws RangeError when lengths do not fit, or without references
   */
  compare(rows: Uint16Array, dimensions: number, references: readonly Uint16Array[]): NearestRows {
    const count = rows.length / dimensions;
    if (!Number.isInteger(count) || references.some(({ length }) => length !== dimensions))
      throw new RangeError(`not in rows of ${dimensions} numbers`);
    if (references.length === 0) throw new RangeError('nothing to compare with');
    const layout = this.#layout(dimensions);
    const distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    const nearest = new Int32Array(count);
    for (let first = 0; first < references.length; first += layout.referencesAtATime) {
      const block = references.slice(first, first + layout.referencesAtATime);
      this.#load(block, dimensions, layout);
      for (let row = 0; row < count; row += layout.rowsAtATime) {
        const some = rows.subarray(row * dimensions, (row + layout.rowsAtATime) * dimensions);
        this.#compareBlock(some, dimensions, block.length, layout);
        const found = { distances, nearest, row, first };
        this.#take(some.length / dimensions, layout, found);
      }
    }
    return { distances, nearest };
  }

  #layout(dimensions: number): Layout {
    const rowsAtATime = Math.min(BLOCK_ROWS, Math.floor(BLOCK_BYTES / (dimensions * 2)));
    const referencesAtATime = Math.min(BLOCK_ROWS, Math.floor(BLOCK_BYTES / (dimensions * 4)));
    if (!(dimensions >= 1 && referencesAtATime >= 2)) throw new RangeError(`rows of ${dimensions} numbers`);
    const lengths = BLOCK_BYTES * 2;
    const distances = lengths + aligned(referencesAtATime * 8);
    const nearest = distances + aligned(rowsAtATime * 8);
    const scratch = nearest + aligned(rowsAtATime * 4);
    return {
      ...{ rowsAtATime, referencesAtATime, references: BLOCK_BYTES },
      ...{ lengths, distances, nearest, scratch },
    };
  }

  /** References as float32 with their squared lengths. */
  #load(references: readonly Uint16Array[], dimensions: number, layout: Layout): void {
    const { memory } = this.#kernels;
    const lengths = new Float64Array(memory.buffer, layout.lengths, references.length);
    const halves = new Uint16Array(memory.buffer, 0, dimensions);
    references.forEach((reference, i) => {
      halves.set(reference);
      const out = layout.references + i * dimensions * 4;
      lengths[i] = this.#kernels.halvesToFloats(0, dimensions, out);
    });
  }

  #compareBlock(rows: Uint16Array, dimensions: number, references: number, layout: Layout): void {
    new Uint16Array(this.#kernels.memory.buffer, 0, rows.length).set(rows);
    this.#kernels.nearestFaces(
      ...([0, rows.length / dimensions, dimensions] as const),
      ...([layout.references, layout.lengths, references] as const),
      ...([layout.scratch, layout.distances, layout.nearest] as const),
    );
  }

  /** Keeps what is nearer than what earlier blocks of references gave. */
  #take(
    count: number,
    layout: Layout,
    found: NearestRows & { readonly row: number; readonly first: number },
  ) {
    const { buffer } = this.#kernels.memory;
    const distances = new Float64Array(buffer, layout.distances, count);
    const nearest = new Int32Array(buffer, layout.nearest, count);
    for (let i = 0; i < count; i++) {
      const distance = distances[i] ?? Number.NaN;
      if (!(distance < (found.distances[found.row + i] ?? Number.NaN))) continue;
      found.distances[found.row + i] = distance;
      found.nearest[found.row + i] = found.first + (nearest[i] ?? 0);
    }
  }
}

/** The next multiple of 64. */
const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;
