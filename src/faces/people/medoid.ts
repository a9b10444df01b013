import { compareFaces } from './compare.ts';
import { meanOf } from './mean-embedding.ts';
import { gather } from './near-duplicates.ts';

/** What is known of a face besides its embedding. */
export interface FaceFact {
  /** Length of the embedding before it was normalised; null where not known. */
  readonly norm: number | null;
  /** Height of the box in pixels. */
  readonly height: number;
  /** Too small for a sure distance: it joins a group but makes none. */
  readonly weak: boolean;
}

/** Side of the crop that is embedded: larger faces are no clearer. */
const FULL_HEIGHT = 112;

/**
 * The face that stands for a group: of the half that is nearer to their mean, the clearest and largest one.
 * @param faces rows, at least one
 */
export function medoidOf(
  embeddings: Uint16Array,
  dimensions: number,
  faces: readonly number[],
  facts: readonly (FaceFact | null)[],
): number {
  const strong = faces.filter((face) => facts[face]?.weak === false);
  const some = strong.length > 0 ? strong : faces;
  const { halves } = meanOf(embeddings, dimensions, some);
  const { distances } = compareFaces(gather(embeddings, dimensions, some), dimensions, [halves]);
  const middle = distances.slice().sort()[(some.length - 1) >> 1] ?? 2;
  const clarity = (face: number) => {
    const { norm = null, height = 0 } = facts[face] ?? {};
    return (norm ?? 1) * Math.min(height / FULL_HEIGHT, 1);
  };
  const near = some.filter((_, i) => (distances[i] ?? 2) <= middle);
  return near.reduce((best, face) => (clarity(face) > clarity(best) ? face : best), near[0] ?? 0);
}
