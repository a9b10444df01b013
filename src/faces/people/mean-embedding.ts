import { encodeHalves, halfValues } from './half-floats.ts';

/** The mean of embeddings brought to length 1, and its length. */
export interface Mean {
  readonly halves: Uint16Array;
  readonly length: number;
}

/** The mean direction of some rows. */
export function meanOf(embeddings: Uint16Array, dimensions: number, rows: readonly number[]): Mean {
  const known = halfValues();
  const sum = new Float64Array(dimensions);
  const values = new Float64Array(dimensions);
  for (const row of rows) {
    const from = row * dimensions;
    for (let i = 0; i < dimensions; i++) values[i] = known[embeddings[from + i] ?? 0] ?? 0;
    const scale = 1 / (lengthOf(values) || 1);
    for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0) * scale;
  }
  const length = lengthOf(sum) || 1;
  const halves = encodeHalves(Float32Array.from(sum, (value) => value / length));
  return { halves, length: length / rows.length };
}

function lengthOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    sum += value * value;
  }
  return Math.sqrt(sum);
}
