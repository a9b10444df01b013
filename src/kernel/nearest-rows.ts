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
const BLOCK_ROWS = 512;

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

/** Compares rows of half floats with references; holds a memory of 3.5 MB and no state between calls. */
export class RowComparer {
  readonly #kernels: Kernels;

  /** @param simd false takes the kernels without SIMD, which give the same bits */
  constructor(options: { simd?: boolean } = {}) {
    this.#kernels = loadKernels(createKernelMemory(BLOCK_BYTES * 7), options);
  }

  /**
   * Cosine distances, 1 - dot / (|a| |b|), to the nearest of some references.
   * @param rows half floats, row after row; read in place, a block at a time
   * @param dimensions numbers in a row, 1 to 65536
   * @param references half floats, one row each
   * @throws RangeError when lengths do not fit, or without references
   */
  compare(rows: Uint16Array, dimensions: number, references: readonly Uint16Array[]): NearestRows {
    const count = rowsIn(rows, dimensions, references);
    if (references.length === 0) throw new RangeError('nothing to compare with');
    const layout = this.#layout(dimensions);
    const distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    const nearest = new Int32Array(count);
    for (let first = 0; first < references.length; first += layout.referencesAtATime) {
      const block = references.slice(first, first + layout.referencesAtATime);
      this.#load(block, dimensions, layout);
      for (let row = 0; row < count; row += layout.rowsAtATime) {
        const some = rows.subarray(row * dimensions, (row + layout.rowsAtATime) * dimensions);
        this.#loadRows(some);
        this.#kernels.nearestFaces(
          ...([0, some.length / dimensions, dimensions] as const),
          ...([layout.references, layout.lengths, block.length] as const),
          ...([layout.scratch, layout.distances, layout.nearest] as const),
        );
        const found = { distances, nearest, row, first };
        this.#take(some.length / dimensions, layout, found);
      }
    }
    return { distances, nearest };
  }

  /**
   * The distances of all rows to all references.
   * @param onRow receives, for each row, those to some references: the one at `first` and the ones after it. What it
   * gets is valid during the call only
   * @throws RangeError when lengths do not fit
   */
  compareAll(
    rows: Uint16Array,
    dimensions: number,
    references: readonly Uint16Array[],
    onRow: (row: number, first: number, distances: Float64Array) => void,
  ): void {
    const count = rowsIn(rows, dimensions, references);
    const layout = this.#layout(dimensions);
    for (let first = 0; first < references.length; first += layout.referencesAtATime) {
      const block = references.slice(first, first + layout.referencesAtATime);
      this.#load(block, dimensions, layout);
      for (let from = 0; from < count; from += layout.rowsAtATime) {
        const some = rows.subarray(from * dimensions, (from + layout.rowsAtATime) * dimensions);
        this.#loadRows(some);
        const loaded = some.length / dimensions;
        this.#kernels.allFaceDistances(
          ...([0, loaded, dimensions, layout.references, layout.lengths, block.length] as const),
          ...([layout.scratch, layout.distances] as const),
        );
        for (let row = 0; row < loaded; row++) {
          const at = layout.distances + row * block.length * 8;
          const distances = new Float64Array(this.#kernels.memory.buffer, at, block.length);
          onRow(from + row, first, distances);
        }
      }
    }
  }

  #layout(dimensions: number): Layout {
    const rowsAtATime = Math.min(BLOCK_ROWS, Math.floor(BLOCK_BYTES / (dimensions * 2)));
    const referencesAtATime = Math.min(BLOCK_ROWS, Math.floor(BLOCK_BYTES / (dimensions * 4)));
    if (!(dimensions >= 1 && referencesAtATime >= 2)) throw new RangeError(`rows of ${dimensions} numbers`);
    const lengths = BLOCK_BYTES * 2;
    const nearest = lengths + aligned(referencesAtATime * 8);
    const scratch = nearest + aligned(rowsAtATime * 4);
    const distances = scratch + aligned(dimensions * 4);
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

  #loadRows(rows: Uint16Array): void {
    new Uint16Array(this.#kernels.memory.buffer, 0, rows.length).set(rows);
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

/** How many rows there are; also checks the references. */
function rowsIn(rows: Uint16Array, dimensions: number, references: readonly Uint16Array[]): number {
  const count = rows.length / dimensions;
  if (Number.isInteger(count) && references.every(({ length }) => length === dimensions)) return count;
  throw new RangeError(`not in rows of ${dimensions} numbers`);
}

/** The next multiple of 64. */
const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;
