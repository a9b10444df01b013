/** Value of a half float. */
function halfValue(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return half & 0x8000 ? -size : size;
}

/** Nearest reference of each face. */
export interface Comparison {
  /** Cosine distance to it. */
  readonly distances: Float64Array;
  /** Its place among the references. */
  readonly nearest: Int32Array;
}

/**
 * Compares faces with references.
 * @param embeddings rows of half floats
 * @param dimensions numbers in a row
 */
export function compareFaces(
  embeddings: Uint16Array,
  dimensions: number,
  references: readonly Uint16Array[],
): Comparison {
  const rows = embeddings.length / dimensions;
  const distances = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const nearest = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    references.forEach((reference, place) => {
      let [dot, own, other] = [0, 0, 0];
      for (let i = 0; i < dimensions; i++) {
        const a = halfValue(embeddings[row * dimensions + i] ?? 0);
        const b = halfValue(reference[i] ?? 0);
        dot += a * b;
        own += a * a;
        other += b * b;
      }
      const distance = 1 - dot / Math.sqrt(own * other);
      if (distance < (distances[row] ?? 0)) {
        distances[row] = distance;
        nearest[row] = place;
      }
    });
  }
  return { distances, nearest };
}
