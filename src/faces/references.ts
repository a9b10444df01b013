import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { largestFirst, meantFace, type PicturePoint } from '../contract/face-reference.ts';
import type { FaceReference } from '../contract/run-files.ts';
import type { Face, FaceReader } from './face-reader.ts';
import { encodeEmbedding } from './people/compare.ts';
import { encodeHalves } from './people/half-floats.ts';
import { readFacePicture } from './read-picture.ts';

/** A picture of a person that is looked for. */
export interface ReferencePicture {
  readonly person: string;
  readonly file: string;
  /** A point inside the face that is meant; null = the only or by far largest one. */
  readonly at: PicturePoint | null;
}

/** A reference, and what a person should know of it. */
export interface ReadPicture {
  readonly reference: FaceReference;
  /** Null when all is well. */
  readonly warning: string | null;
}

/** An embedding is that of a poor picture below so many times the length that makes it a face at all. */
export const CLEAR_NORM = 1.4;

const middle = ({ box: [x1, y1, x2, y2] }: Face) =>
  `${Math.round((x1 + x2) / 2)},${Math.round((y1 + y2) / 2)}`;

/** The face that stands for the person. */
function meant(faces: readonly Face[], { file, at }: ReferencePicture): Face {
  if (faces.length === 0) throw new AppError('face_reference_none', { path: file });
  const boxes = faces.map(({ box }) => box);
  const face = faces[meantFace(boxes, at)];
  if (face) return face;
  const examples = largestFirst(boxes)
    .slice(0, 4)
    .flatMap((i) => faces[i] ?? [])
    .map((one) => `${file}#${middle(one)}`)
    .join(', ');
  if (at) throw new AppError('face_reference_point', { path: file, x: at.x, y: at.y, examples });
  throw new AppError('face_reference_several', { path: file, count: faces.length, examples });
}

function warningOf(face: Face, count: number, { file, at }: ReferencePicture, leastNorm: number | null) {
  const said = [
    ...(face.trust === 'weak' ? ['the face is too small for sure distances (less than 40 pixels high)'] : []),
    ...(leastNorm !== null && face.norm !== null && face.norm < leastNorm * CLEAR_NORM
      ? ['the face is not clear']
      : []),
    ...(count > 1 && at === null ? [`of its ${count} faces the largest is taken`] : []),
  ];
  return said.length === 0 ? null : `reference picture ${file}: ${said.join('; ')}`;
}

/**
 * Finds the face of a reference picture.
 * @throws AppError `face_picture_invalid`, `face_reference_none`, `face_reference_several`, `face_reference_point`
 */
export async function readReference(reader: FaceReader, picture: ReferencePicture): Promise<ReadPicture> {
  const { person, file } = picture;
  const faces = (await reader.read(await readFacePicture(file))).filter(({ trust }) => trust !== 'none');
  const face = meant(faces, picture);
  if (face.embedding === null) throw new AppError('face_reference_none', { path: file });
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const leastNorm = reader.pack.recogniser?.leastNorm ?? null;
  return {
    reference: {
      person,
      file: path.basename(file),
      sha256,
      embedding: encodeEmbedding(encodeHalves(face.embedding)),
    },
    warning: warningOf(face, faces.length, picture, leastNorm),
  };
}
