import { createHash } from 'node:crypto';
import type { FaceReference } from '../../contract/run-files.ts';
import { compareFaces, encodeEmbedding } from '../../faces/people/compare.ts';
import { gather } from '../../faces/people/near-duplicates.ts';
import type { Person } from './name-groups.ts';
import type { RunFaces } from './run-faces.ts';

/** Most faces that stand for one person. */
const MOST_EXEMPLARS = 16;
/** A face of the person is to be so near to one of them, as a share of the models' own distance. */
const NEAR = 0.9;

/** A face of the run as a reference. */
export function faceAsReference(
  row: number,
  person: string,
  { faces, embeddings, dimensions }: KnownRows,
): FaceReference | null {
  const face = faces[row];
  if (!face) return null;
  const embedding = encodeEmbedding(embeddings.slice(row * dimensions, (row + 1) * dimensions));
  const sha256 = createHash('sha256').update(embedding).digest('hex');
  return { person, file: `frame ${face.frame_number}, face ${face.face + 1}`, sha256, embedding };
}

/** The faces of a run with their embeddings. */
export interface KnownRows {
  readonly faces: RunFaces;
  readonly embeddings: Uint16Array;
  readonly dimensions: number;
}

/**
 * Faces that stand for all faces of a person, the one that stands for its group first: the next one is always that which is
 * furthest from those before, until none is far from all of them.
 * @param maxDistance up to which the models take two faces for one person
 */
export function exemplarsOf(
  person: Person,
  name: string,
  known: KnownRows,
  maxDistance: number,
): FaceReference[] {
  const { faces, embeddings, dimensions } = known;
  const rows = person.faces;
  const own = gather(embeddings, dimensions, rows);
  const medoid = rows.findIndex((row) => {
    const face = faces[row];
    return face?.frame_number === person.medoid.frame_number && face.face === person.medoid.face;
  });
  const nearest = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
  const chosen: number[] = [];
  for (let next = Math.max(medoid, 0); chosen.length < MOST_EXEMPLARS; ) {
    chosen.push(rows[next] ?? 0);
    const { distances } = compareFaces(own, dimensions, [
      own.slice(next * dimensions, (next + 1) * dimensions),
    ]);
    next = 0;
    for (let i = 0; i < nearest.length; i++) {
      nearest[i] = Math.min(nearest[i] ?? 0, distances[i] ?? 0);
      if ((nearest[i] ?? 0) > (nearest[next] ?? 0)) next = i;
    }
    if ((nearest[next] ?? 0) <= NEAR * maxDistance) break;
  }
  return chosen.flatMap((row) => faceAsReference(row, name, known) ?? []);
}
