import type { FaceRecord } from '../../contract/record.ts';
import { roundTo } from '../../contract/round.ts';
import type { FaceReference } from '../../contract/run-files.ts';
import { compareFaces, decodeEmbedding } from '../../faces/people/compare.ts';

/** Nearest person of a face and the distance to it. */
export type Likeness = Pick<FaceRecord, 'person' | 'distance'>;

const UNKNOWN: Likeness = { person: null, distance: null };

/** Compares faces with the people that a run asks for. */
export class FaceComparison {
  readonly #people: readonly string[];
  readonly #references: readonly Uint16Array[];
  readonly #dimensions: number;

  constructor(references: readonly FaceReference[], dimensions: number) {
    this.#people = references.map(({ person }) => person);
    this.#references = references.map(({ embedding }) => decodeEmbedding(embedding));
    this.#dimensions = dimensions;
  }

  /** The nearest person of a face; nobody where there is no embedding or nobody is asked for. */
  of(embedding: Uint16Array | null): Likeness {
    if (embedding === null || this.#references.length === 0) return UNKNOWN;
    const { distances, nearest } = compareFaces(embedding, this.#dimensions, this.#references);
    return {
      person: this.#people[nearest[0] ?? 0] ?? null,
      distance: roundTo(distances[0] ?? Number.NaN, 4),
    };
  }
}

/** Smallest distance of some faces, null where there is none. */
export function frameDistance(faces: readonly Pick<FaceRecord, 'distance'>[]): number | null {
  const distances = faces.flatMap(({ distance }) => (distance === null ? [] : [distance]));
  return distances.length === 0 ? null : Math.min(...distances);
}
