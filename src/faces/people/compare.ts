import { type NearestRows, RowComparer } from '../../kernel/nearest-rows.ts';

let comparer: RowComparer | null = null;

/**
 * For each face the nearest reference and its distance, 1 - dot / (|a| |b|): 0 for the same, 1 for unrelated ones, at
 * most 2. The first of equally near references counts. A row without a direction (all zero) has the distance 1.
 *
 * Equal to a calculation in double precision within 1e-6, and the same bits with and without SIMD, for one face as for
 * many: what an analysis notes is what comparing again gives. The first call of a thread takes a millisecond more.
 * @param embeddings rows of half floats, as face_embeddings.f16 holds them
 * @param dimensions numbers in a row
 * @param references one row of half floats each, at least one
 * @throws RangeError when lengths do not fit, or without references
 */
export function compareFaces(
  embeddings: Uint16Array,
  dimensions: number,
  references: readonly Uint16Array[],
): NearestRows {
  comparer ??= new RowComparer();
  return comparer.compare(embeddings, dimensions, references);
}

/**
 * The distances of all faces to all references, as `compareFaces` has them.
 * @param onRow see {@link RowComparer.compareAll}
 * @throws RangeError when lengths do not fit
 */
export function compareAllFaces(
  embeddings: Uint16Array,
  dimensions: number,
  references: readonly Uint16Array[],
  onRow: (row: number, first: number, distances: Float64Array) => void,
): void {
  comparer ??= new RowComparer();
  comparer.compareAll(embeddings, dimensions, references, onRow);
}

/** An embedding of half floats as base64 of its little-endian bytes. */
export function encodeEmbedding(halves: Uint16Array): string {
  return Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength).toString('base64');
}

/**
 * The half floats of an embedding in base64.
 * @throws RangeError when it is no whole number of half floats
 */
export function decodeEmbedding(text: string): Uint16Array {
  return halvesOf(Buffer.from(text, 'base64'));
}

/**
 * The half floats of little-endian bytes, copied where they do not lie at an even place.
 * @throws RangeError when a byte is left over
 */
export function halvesOf(bytes: Uint8Array): Uint16Array {
  if (bytes.length % 2 !== 0) throw new RangeError('half a half float');
  const even = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(even.buffer, even.byteOffset, even.length / 2);
}
