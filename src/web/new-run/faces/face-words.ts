import type { PictureFace } from '../../../contract/face-pictures.ts';
import type { FeaturesAnswer } from '../../../contract/http.ts';
import type { ModelPack, ModelsAnswer } from '../../../contract/model-http.ts';
import { formatBytes, formatPercent } from '../../format/numbers.ts';
import { findsFaces, missingFeature, type Values } from '../form/option-rules.ts';

/** The models for faces among all of them. */
export const facePacks = (answer: ModelsAnswer | undefined): readonly ModelPack[] =>
  answer?.models.filter(({ kind }) => kind === 'faces') ?? [];

/** The pack of the models that a run would use; null for a folder of one's own, and while nothing is known. */
export function chosenPack(
  answer: ModelsAnswer | undefined,
  given: Values,
  usual: unknown,
): ModelPack | null {
  const name = given.faceModel ?? usual;
  return facePacks(answer).find((pack) => pack.name === name) ?? null;
}

/** Why no run with faces can begin; null = it can, or faces are not looked for. */
export function facesObstacle(
  features: FeaturesAnswer | undefined,
  pack: ModelPack | null,
  given: Values,
): string | null {
  if (!findsFaces(given)) return null;
  if (missingFeature(features, 'faces')) return 'Faces cannot be found on this machine, see Faces.';
  return pack !== null && pack.state !== 'present' ? 'The models for faces are missing, see Faces.' : null;
}

/** What is here of models, in a word or two. */
export function packStateWords({ state, download_bytes, licence, download }: ModelPack): string {
  if (download?.state === 'running') return 'being downloaded';
  if (state === 'present') return 'here';
  const terms = licence.accepted ? '' : ', with terms';
  return `${state === 'partly' ? 'incomplete' : 'not here'}, ${formatBytes(download_bytes)}${terms}`;
}

/** How far a download is: `12 MB of 41 MB`. */
export function downloadWords({ download }: ModelPack): string {
  if (!download || download.total === 0) return 'Asking where they are';
  return `${formatBytes(download.received)} of ${formatBytes(download.total)}`;
}

/** A face for a screen reader: `Face 2 of 3, on the right, 112 pixels high, 98 % sure`. */
export function faceName(faces: readonly PictureFace[], place: number, width: number): string {
  const face = faces[place];
  if (!face) return '';
  const centre = (face.box[0] + face.box[2]) / 2 / width;
  const side = centre < 0.4 ? 'on the left' : centre > 0.6 ? 'on the right' : 'in the middle';
  const size = `${Math.round(face.height)} pixels high`;
  return `Face ${place + 1} of ${faces.length}, ${side}, ${size}, ${formatPercent(face.confidence)} sure`;
}

const SENT = /[\\/]face-pictures[\\/][0-9a-f]{64}\.\w+$/;

/** What a picture is called: the name of its file; one that was sent has none. */
export function pictureName(path: string, place: number): string {
  return SENT.test(path) ? `Picture ${place + 1}` : (path.split(/[\\/]/).at(-1) ?? path);
}
