import type { PictureFace } from '../../contract/face-pictures.ts';
import type { Face } from '../../faces/face-reader.ts';
import { CLEAR_NORM } from '../../faces/references.ts';

function warningOf({ trust, height, norm, embedding }: Face, leastNorm: number | null): string | null {
  if (embedding === null)
    return 'Eyes, nose and mouth of this face are not found, so no face can be compared with it.';
  if (trust === 'weak')
    return `This face is only ${Math.round(height)} pixels high; distances are sure from 40 pixels on.`;
  return norm !== null && leastNorm !== null && norm < CLEAR_NORM * leastNorm
    ? 'This face is not clear: blurred, covered or turned away. A sharper picture gives surer distances.'
    : null;
}

/**
 * The faces of a reference picture as the page gets them, surest first; what is most likely no face is left out.
 * @param leastNorm the pack's limit for embeddings; null where none is known
 */
export function pictureFaces(faces: readonly Face[], leastNorm: number | null): PictureFace[] {
  return faces
    .filter(({ trust }) => trust !== 'none')
    .map((face) => {
      const [left, top, right, bottom] = face.box;
      return {
        box: [left, top, right, bottom],
        confidence: Math.min(1, Math.max(0, face.score)),
        height: face.height,
        norm: face.norm,
        weak: face.trust === 'weak',
        comparable: face.embedding !== null,
        warning: warningOf(face, leastNorm),
      };
    });
}

/** What a person should look at before the picture is used; null = nothing. */
export function pictureWarning(faces: readonly PictureFace[]): string | null {
  return faces.length > 1
    ? `There are ${faces.length} faces in this picture: choose the one that is meant.`
    : (faces[0]?.warning ?? null);
}
