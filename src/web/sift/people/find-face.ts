import type { FaceKey } from '../../../contract/run-files.ts';
import type { Criteria, RunFaces } from '../../../select/criteria.ts';
import type { FaceReferences } from './face-references.ts';

/** What a person is called who has no name. */
export const NAMELESS = 'reference';

/** Only faces near enough to be the person: up to where the models take two faces for one. */
export function nearestFaces(criteria: Criteria, run: RunFaces | null): Criteria {
  const maxDistance = run?.max_distance ?? criteria.faces.maxDistance;
  return { ...criteria, faces: { ...criteria.faces, person: null, maxDistance, pack: null } };
}

/** Looks for the person of a face: it becomes the only reference, and the nearest faces come first. */
export function findFace(references: FaceReferences, face: FaceKey, run: RunFaces | null): Promise<void> {
  return references.choose([{ ...face, person: NAMELESS }], `find the person of #${face.frame_number}`, {
    criteria: (criteria) => nearestFaces(criteria, run),
    view: { sort: 'face_distance', direction: 'ascending', reason: null, marks: 'any' },
  });
}

/** A face of a reference picture. */
interface Pictured {
  /** Id of the picture. */
  readonly picture: string;
  /** A point inside the face, pixels. */
  readonly at: { readonly x: number; readonly y: number };
  /** Empty = without a name. */
  readonly person: string;
}

/** Looks for the person of a face of a picture, as {@link findFace} does. */
export function findPictured(
  references: FaceReferences,
  { picture, at, person }: Pictured,
  run: RunFaces | null,
): Promise<void> {
  const wanted = [{ picture, at, person: person === '' ? NAMELESS : person }];
  return references.choose(wanted, 'find the person of a picture', {
    criteria: (criteria) => nearestFaces(criteria, run),
    view: { sort: 'face_distance', direction: 'ascending', reason: null, marks: 'any' },
  });
}

/** Says who a face is: it becomes a reference of that name beside those that were chosen here before. */
export async function nameFace(references: FaceReferences, face: FaceKey, person: string): Promise<void> {
  const before = await references.current();
  const others = before.filter((other) => !('frame_number' in other) || !isSame(other, face));
  return references.choose([...others, { ...face, person }], `#${face.frame_number} shows ${person}`);
}

const isSame = (a: FaceKey, b: FaceKey): boolean => a.frame_number === b.frame_number && a.face === b.face;
