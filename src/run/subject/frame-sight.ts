import { faceSharpness } from '../../subject/seeds/face-sharpness.ts';
import { thumbnailOf } from '../../subject/seeds/thumbnail.ts';
import type { SubjectFace } from '../../subject/subject-types.ts';
import type { FaceLook } from '../faces/face-look.ts';
import type { WrittenPicture } from '../written-picture.ts';
import { rgb8 } from '../written-picture.ts';
import type { ModelInput } from './model-input.ts';

/** What is seen on a frame before it is tracked. */
export interface FrameSight {
  /** None where nobody looks for faces. */
  readonly faces: readonly SubjectFace[];
  /** Null where so few frames of a long shot are enough that this one is not needed. */
  readonly thumbnail: Uint8Array | null;
}

/** A frame as the tracker takes it, and what is seen on it. */
export interface SeenPicture {
  /** Packed 8-bit RGB, a square of the model's size. */
  readonly input: Uint8Array;
  readonly sight: FrameSight;
}

/**
 * Looks at one picture.
 * @param known what was seen on it before; then nothing is looked for again
 */
export async function seePicture(
  picture: WrittenPicture,
  model: ModelInput,
  look: FaceLook | null,
  known: FrameSight | undefined,
): Promise<SeenPicture> {
  const { width, height } = picture;
  const pixels = rgb8(picture);
  const input = model.resize(pixels, width, height);
  if (known) return { input, sight: known };
  const thumbnail = thumbnailOf(input, model.side);
  if (look === null) return { input, sight: { faces: [], thumbnail } };
  const found = await look.read({ width, height, kind: 'rgb8', data: pixels });
  const faces = found.map(({ facts, embedding }): SubjectFace => {
    const { box, confidence, area_pct: areaPct, weak } = facts;
    return { box, confidence, areaPct, sharpness: faceSharpness(pixels, picture, box), weak, embedding };
  });
  return { input, sight: { faces, thumbnail } };
}
