/** A picture's colours on a coarse grid: few enough numbers to compare with many others. */
export interface Signature {
  /** Blue, green and red of each cell, 0 to 255. */
  readonly cells: Float32Array;
  /** The same with the mean of each channel taken off. */
  readonly centred: Float32Array;
  /** Standard deviation of the cells around these means. */
  readonly spread: number;
}

/** A spread below this is a picture of one colour: black, white. */
const FLAT = 4;

/** The signature of some cells. */
export function signatureOf(cells: Float32Array): Signature {
  const count = cells.length / 3;
  const centred = new Float32Array(cells.length);
  let squares = 0;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let i = channel; i < cells.length; i += 3) sum += cells[i] ?? 0;
    const mean = sum / count;
    for (let i = channel; i < cells.length; i += 3) {
      const value = (cells[i] ?? 0) - mean;
      centred[i] = value;
      squares += value * value;
    }
  }
  return { cells, centred, spread: Math.sqrt(squares / cells.length) };
}

/** Whether a picture is of one colour. */
export function isFlat({ spread }: Signature): boolean {
  return spread < FLAT;
}

/** Mean absolute difference of two pictures, 0 to 255. */
export function distance(a: Signature, b: Signature): number {
  const { cells } = a;
  const others = b.cells;
  let sum = 0;
  for (let i = 0; i < cells.length; i++) sum += Math.abs((cells[i] ?? 0) - (others[i] ?? 0));
  return sum / cells.length;
}

/** How alike the layout of two pictures is, whatever their brightness: -1 to 1; 0 where one is of one colour. */
export function likeness(a: Signature, b: Signature): number {
  if (isFlat(a) || isFlat(b)) return 0;
  let sum = 0;
  for (let i = 0; i < a.centred.length; i++) sum += (a.centred[i] ?? 0) * (b.centred[i] ?? 0);
  return sum / a.centred.length / (a.spread * b.spread);
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
