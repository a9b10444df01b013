import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { FaceReference } from '../../contract/run-files.ts';
import { FaceReader } from '../../faces/face-reader.ts';
import { type FacePack, requireRecogniser } from '../../faces/packs/face-pack.ts';
import { readReference } from '../../faces/references.ts';
import { type ReferenceGroup, referenceGroups } from './reference-pictures.ts';

/** What keeps a picture of a folder from being a reference; the others of the folder count all the same. */
const OF_ONE_PICTURE: ReadonlySet<string> = new Set([
  'face_reference_none',
  'face_reference_several',
  'face_picture_invalid',
]);

async function readGroup(
  reader: FaceReader,
  { path, pictures, isFolder }: ReferenceGroup,
  warn: (message: string) => void,
): Promise<FaceReference[]> {
  const found: FaceReference[] = [];
  for (const picture of pictures) {
    try {
      const { reference, warning } = await readReference(reader, picture);
      if (warning !== null) warn(warning);
      found.push(reference);
    } catch (thrown) {
      const isPassed = isFolder && thrown instanceof AppError && OF_ONE_PICTURE.has(thrown.code);
      if (!isPassed) throw thrown;
      warn(`left out: ${thrown.message}`);
    }
  }
  if (found.length === 0) throw new AppError('face_reference_empty', { path });
  return found;
}

/**
 * The faces of the people that options ask for; none without reference pictures.
 * @param warn told what a person should know of a picture
 * @throws AppError for a picture that is missing, damaged or without a clear face; `recognition_missing`
 */
export async function readReferences(
  options: Pick<AnalyzeOptions, 'faceRefImg' | 'faceRef' | 'gpu'>,
  pack: FacePack,
  warn: (message: string) => void,
): Promise<FaceReference[]> {
  const groups = await referenceGroups(options);
  if (groups.length === 0) return [];
  requireRecogniser(pack);
  const reader = await FaceReader.open(pack, { gpu: options.gpu });
  try {
    const found: FaceReference[] = [];
    for (const group of groups) found.push(...(await readGroup(reader, group, warn)));
    return found;
  } finally {
    await reader.close();
  }
}
