import { compareFaces } from '../faces/people/compare.ts';
import type { SubjectFace } from './subject-types.ts';

/** Beyond the limit by so much, a face is surely somebody else's: turned heads and soft pictures stay below. */
const MISMATCH_MARGIN = 0.15;

/** Whom the subject is, by faces. */
export class Identity {
  readonly #references: readonly Uint16Array[];
  readonly #dimensions: number;
  readonly #limit: number;

  /**
   * @param references half floats of faces of the subject, at least one
   * @param dimensions numbers in each
   * @param limit up to this cosine distance two faces are of one person
   */
  constructor(references: readonly Uint16Array[], dimensions: number, limit: number) {
    this.#references = references;
    this.#dimensions = dimensions;
    this.#limit = limit;
  }

  /** Cosine distance of a face to the subject, 0 to 2; null where it cannot be compared. */
  distance({ embedding }: SubjectFace): number | null {
    if (embedding === null) return null;
    return compareFaces(embedding, this.#dimensions, this.#references).distances[0] ?? null;
  }

  /** Whether a distance speaks for the subject. */
  matches(distance: number): boolean {
    return distance <= this.#limit;
  }

  /** Whether a distance speaks against it. */
  excludes(distance: number): boolean {
    return distance > this.#limit + MISMATCH_MARGIN;
  }

  /** The face that is most like the subject; null where none can be compared. */
  nearest(faces: readonly SubjectFace[]): { readonly face: SubjectFace; readonly distance: number } | null {
    let best: { face: SubjectFace; distance: number } | null = null;
    for (const face of faces) {
      const distance = this.distance(face);
      if (distance !== null && (best === null || distance < best.distance)) best = { face, distance };
    }
    return best;
  }
}
