import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import {
  formatFaceReference,
  parseFacePicture,
  parseFaceReference,
  type ReadReference,
} from '../../contract/face-reference.ts';
import type { AllowedRoots } from '../allowed-roots.ts';
import { isSentPicture } from './picture-store.ts';

/** What decides which files a run may read. */
interface FacePlaces {
  readonly roots: AllowedRoots;
  /** The server's own folder. */
  readonly state: string;
  /** Names of the packs that are known. */
  readonly packs: readonly string[];
}

async function allowedReference(reference: ReadReference, { roots, state }: FacePlaces): Promise<string> {
  const { person, at, written } = reference;
  const find = (file: string) => (isSentPicture(state, file) ? file : roots.resolve(file));
  // A file of the whole name wins over a point, as everywhere.
  const isWhole = at === null || (await stat(written).catch(() => null)) !== null;
  const place = await find(isWhole ? written : reference.path);
  return formatFaceReference({ person, path: place, at: isWhole ? null : at });
}

/**
 * The options about faces that the page asks for. Files and folders that they name are read like any other: below the
 * roots only, or reference pictures that were sent.
 * @throws AppError `path_refused`, `input_missing`, `input_unreadable`; `face_reference_invalid`
 */
export async function allowedFaces(options: AnalyzeOptions, places: FacePlaces): Promise<AnalyzeOptions> {
  const { faceRef, faceRefImg, faceModel, modelsDir } = options;
  const { roots, packs } = places;
  const named = faceRef.map((text) => {
    const reference = parseFaceReference(text);
    if (reference === null) throw new AppError('face_reference_invalid', { text });
    return reference;
  });
  const all = (references: readonly ReadReference[]) =>
    Promise.all(references.map((reference) => allowedReference(reference, places)));
  return {
    ...options,
    faceRef: await all(named),
    faceRefImg: await all(faceRefImg.map(parseFacePicture)),
    faceModel: packs.includes(faceModel)
      ? faceModel
      : await roots.resolveExistingFolder(path.resolve(faceModel)),
    modelsDir: modelsDir === null ? null : await roots.resolveExistingFolder(modelsDir),
  };
}
