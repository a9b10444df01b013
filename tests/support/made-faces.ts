import type { FaceRecord } from '../../src/contract/record.ts';
import { roundTo } from '../../src/contract/round.ts';
import { compareFaces, encodeEmbedding } from '../../src/faces/people/compare.ts';
import { madeUpFaces } from '../../src/faces/people/made-up-faces.fixture.ts';
import type { MadeFaces } from './made-run.ts';

const DIMENSIONS = 512;
/** Faces that follow each other and show one person in one pose. */
const SHOT = 10;
/** Up to this distance two made-up faces count as one person. */
export const MADE_LIMIT = 0.45;

/** What the faces of a made run are like. */
export interface MadeFacesOptions {
  /** Different people. */
  readonly people: number;
  /** Names of those that references are there for, the first ones; nobody unless given. */
  readonly references?: readonly string[];
}

/** How many faces a frame has: mostly one, sometimes two or four, and none on every tenth. */
export function madeFaceCount(frame: number): number {
  if (frame % 10 === 9) return 0;
  if (frame % 10 === 4) return 4;
  return frame % 5 === 2 ? 2 : 1;
}

/** Left, top, right and bottom of a face: side by side, the last of four a small one. */
export function madeBox(place: number, width: number, height: number): FaceRecord['box'] {
  if (place === 3) return [0.9 * width, 0.1 * height, 0.9 * width + 24, 0.1 * height + 32];
  const left = (0.08 + 0.28 * place) * width;
  return [left, 0.2 * height, left + 0.2 * width, 0.7 * height];
}

/**
 * Faces of made-up people for a made run, with embeddings; all of its frames have to be kept.
 * @param frames how many there are
 */
export function madeUpRunFaces(
  frames: number,
  { width, height }: { width: number; height: number },
  { people, references = [] }: MadeFacesOptions,
): MadeFaces {
  const { embeddings, who } = madeUpFaces({
    ...{ people, faces: 2 * frames + 4, dimensions: DIMENSIONS, spread: 0.2, jitter: 0.08 },
    ...{ shot: SHOT, seed: 3 },
  });
  const rowOf = (row: number) => embeddings.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS);
  const order = [...new Set(who)];
  const known = references.map((person, i) => {
    const embedding = rowOf(who.indexOf(order[i] ?? 0));
    return { person, file: `${person}.jpg`, sha256: String(i).repeat(64), embedding };
  });
  const vectors = known.map(({ embedding }) => embedding);
  const compared = vectors.length === 0 ? null : compareFaces(embeddings, DIMENSIONS, vectors);
  let rows = 0;
  const face = (place: number, frame: number): FaceRecord => {
    const row = rows++;
    const box = madeBox(place, width, height).map((edge) => roundTo(edge, 2)) as FaceRecord['box'];
    const [left, top, right, bottom] = box;
    const at = (x: number, y: number): [number, number] => [
      roundTo(left + x * (right - left), 2),
      roundTo(top + y * (bottom - top), 2),
    ];
    return {
      box,
      confidence: roundTo(0.99 - 0.05 * place - 0.001 * (frame % 7), 4),
      area_pct: roundTo((100 * (right - left) * (bottom - top)) / (width * height), 4),
      points: [at(0.3, 0.4), at(0.7, 0.4), at(0.5, 0.6), at(0.35, 0.75), at(0.65, 0.75)],
      embedding: row,
      embedding_norm: 3.1,
      yaw: roundTo(((frame % 13) - 6) / 10, 4),
      pitch: 0.45,
      roll: -2.5,
      eyes_closed: frame % 6 === 5 ? 0.9 : 0.05,
      weak: bottom - top < 40,
      person: compared ? (known[compared.nearest[row] ?? 0]?.person ?? null) : null,
      distance: compared ? roundTo(compared.distances[row] ?? 0, 4) : null,
    };
  };
  return {
    of: (frame) => Array.from({ length: madeFaceCount(frame) }, (_, place) => face(place, frame)),
    embeddings: () => new Uint8Array(embeddings.slice(0, rows * DIMENSIONS).buffer),
    facts: {
      pack: 'made-up',
      max_distance: MADE_LIMIT,
      dimensions: DIMENSIONS,
      references: known.map((reference) => ({
        ...reference,
        embedding: encodeEmbedding(reference.embedding),
      })),
    },
  };
}
