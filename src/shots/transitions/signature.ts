import { createKernelMemory, type Kernels, loadKernels } from '../../kernel/load.ts';

/** A picture's colours on a coarse grid: few enough numbers to compare with many others. */
export interface Signature {
  /** Blue, green and red of each cell, 0 to 255. */
  readonly cells: Uint8Array;
  /** Where they lie in the kernels' memory. */
  readonly at: number;
  /** Means of blue, green and red. */
  readonly means: readonly [number, number, number];
  /** Standard deviation of the cells around these means. */
  readonly spread: number;
}

/** A spread below this is a picture of one colour: black, white. */
const FLAT = 4;

/** Makes the signatures of one picture after the other and compares them; the last `kept` ones can be compared. */
export class Signatures {
  readonly #kept: number;
  #kernels: Kernels | null = null;
  #made = 0;

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** The signature of a picture; all have as many cells. */
  of(colours: Uint8Array): Signature {
    const room = Math.ceil(colours.length / 64) * 64;
    this.#kernels ??= loadKernels(createKernelMemory(room * this.#kept));
    const at = (this.#made++ % this.#kept) * room;
    const cells = new Uint8Array(this.#kernels.memory.buffer, at, colours.length);
    cells.set(colours);
    let [blue, green, red, squares] = [0, 0, 0, 0];
    for (let i = 0; i + 2 < colours.length; i += 3) {
      const [b, g, r] = [colours[i] ?? 0, colours[i + 1] ?? 0, colours[i + 2] ?? 0];
      blue += b;
      green += g;
      red += r;
      squares += b * b + g * g + r * r;
    }
    const count = colours.length / 3;
    const variance = (squares - (blue * blue + green * green + red * red) / count) / colours.length;
    const means = [blue / count, green / count, red / count] as const;
    return { cells, at, means, spread: Math.sqrt(Math.max(0, variance)) };
  }

  /** Mean absolute difference of two pictures, 0 to 255. */
  readonly distance = (a: Signature, b: Signature): number => {
    const { length } = a.cells;
    return (this.#kernels?.sumDifferences(a.at, b.at, length) ?? 0) / length;
  };
}

/** Whether a picture is of one colour. */
export function isFlat({ spread }: Signature): boolean {
  return spread < FLAT;
}

/** How alike the layout of two pictures is, whatever their brightness: -1 to 1; 0 where one is of one colour. */
export function likeness(a: Signature, b: Signature): number {
  if (isFlat(a) || isFlat(b)) return 0;
  const { length } = a.cells;
  let products = 0;
  for (let i = 0; i < length; i++) products += (a.cells[i] ?? 0) * (b.cells[i] ?? 0);
  const means = a.means.reduce((sum, mean, channel) => sum + mean * (b.means[channel] ?? 0), 0) / 3;
  return (products / length - means) / (a.spread * b.spread);
}

/** A cell has changed by at least so much, and by this share of the mean change. */
const CHANGED = 4;
const CHANGED_SHARE = 0.25;

/** Share of the cells that take part in the change from one picture to the other, 0 to 1. */
export function extent(a: Signature, b: Signature): number {
  const cells = a.cells.length / 3;
  const changes = new Float32Array(cells);
  let sum = 0;
  for (let i = 0; i < a.cells.length; i++) {
    const change = Math.abs((a.cells[i] ?? 0) - (b.cells[i] ?? 0)) / 3;
    const cell = Math.floor(i / 3);
    changes[cell] = (changes[cell] ?? 0) + change;
    sum += change;
  }
  const least = Math.max(CHANGED, (CHANGED_SHARE * sum) / cells);
  return changes.reduce((count, change) => count + (change >= least ? 1 : 0), 0) / cells;
}

/**
 * Mean distance of a picture from the mixture of two others.
 * @param part share of `b` in the mixture
 */
export function distanceFromMixture(picture: Signature, a: Signature, b: Signature, part: number): number {
  let sum = 0;
  for (let i = 0; i < picture.cells.length; i++) {
    const mixed = (a.cells[i] ?? 0) * (1 - part) + (b.cells[i] ?? 0) * part;
    sum += Math.abs((picture.cells[i] ?? 0) - mixed);
  }
  return sum / picture.cells.length;
}
