import { bodyPrompt } from '../../contract/body-prompt.ts';
import type { Identity } from '../identity.ts';
import type { PictureSize, Seed, SubjectFace } from '../subject-types.ts';

/** The faces of one frame. */
export interface FrameFaces {
  /** Place of the frame among the frames looked at. */
  readonly frame: number;
  readonly faces: readonly SubjectFace[];
}

function seedOf(frame: number, kind: Seed['kind'], face: SubjectFace, size: PictureSize): Seed {
  return { frame, kind, prompt: bodyPrompt(face.box, size), identity: face.embedding };
}

/**
 * The frame of a shot on which a face is most like the subject; the first of equally good ones.
 * @returns null where no face is like enough
 */
export function matchingFaceSeed(
  frames: readonly FrameFaces[],
  identity: Identity,
  kind: 'reference_face' | 'same_face',
  size: PictureSize,
): Seed | null {
  let best: { seed: Seed; distance: number; weak: boolean } | null = null;
  for (const { frame, faces } of frames) {
    const near = identity.nearest(faces);
    if (!near || !identity.matches(near.distance)) continue;
    const { weak } = near.face;
    // A face that is large enough to be sure beats a small one, however near that seems.
    const isBetter =
      best === null || (best.weak && !weak) || (best.weak === weak && near.distance < best.distance);
    if (isBetter) best = { seed: seedOf(frame, kind, near.face, size), distance: near.distance, weak };
  }
  return best?.seed ?? null;
}

/** From 1 in the middle of the picture to 0.5 in a corner. */
function centrality([x1, y1, x2, y2]: SubjectFace['box'], { width, height }: PictureSize): number {
  const across = ((x1 + x2) / width - 1) ** 2;
  const down = ((y1 + y2) / height - 1) ** 2;
  return 1 - 0.5 * Math.min(1, Math.sqrt((across + down) / 2));
}

/** How much a face stands out: large, surely one, sharp and in the middle. */
export function prominence(face: SubjectFace, size: PictureSize): number {
  const clear = Math.log1p(face.sharpness);
  return Math.sqrt(face.areaPct) * face.confidence * clear * centrality(face.box, size);
}

/** The frame of a shot with the most prominent face, whoever it is; null where there is no face. */
export function prominentFaceSeed(frames: readonly FrameFaces[], size: PictureSize): Seed | null {
  let best: { seed: Seed; value: number } | null = null;
  for (const { frame, faces } of frames) {
    for (const face of faces) {
      const value = prominence(face, size);
      if (best === null || value > best.value)
        best = { seed: seedOf(frame, 'prominent_face', face, size), value };
    }
  }
  return best?.seed ?? null;
}
