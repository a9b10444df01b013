import { decodeHalves, encodeHalves } from './half-floats.ts';

/** The mean of embeddings brought to length 1, and its length. */
export interface Mean {
  readonly halves: Uint16Array;
  readonly length: number;
}

/** The mean direction of some rows. */
export function meanOf(embeddings: Uint16Array, dimensions: number, rows: readonly number[]): Mean {
  const sum = new Float64Array(dimensions);
  for (const row of rows) {
    const values = decodeHalves(embeddings.subarray(row * dimensions, (row + 1) * dimensions));
    const length = lengthOf(values) || 1;
    for (let i = 0; i < dimensions; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0) / length;
  }
  const length = lengthOf(sum) || 1;
  return {
    halves: encodeHalves(Float32Array.from(sum, (value) => value / length)),
    length: length / rows.length,
  };
}

function lengthOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) ** 2;
  return Math.sqrt(sum);
}
