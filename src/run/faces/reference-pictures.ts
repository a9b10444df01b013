import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { parseFacePicture, parseFaceReference, type ReadReference } from '../../contract/face-reference.ts';
import type { ReferencePicture } from '../../faces/references.ts';
import { compareNames, isPictureName } from '../../source/name-endings.ts';

/** Name of the person whose pictures have none. */
export const UNNAMED = 'reference';

/** Pictures that one entry of the options stands for. */
export interface ReferenceGroup {
  /** What was given. */
  readonly path: string;
  readonly pictures: readonly ReferencePicture[];
  /** A folder may hold pictures without a usable face. */
  readonly isFolder: boolean;
}

type Kind = 'file' | 'folder' | null;

async function kindOf(file: string): Promise<Kind> {
  const facts = await stat(file).catch(() => null);
  if (facts === null) return null;
  return facts.isDirectory() ? 'folder' : 'file';
}

async function picturesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((thrown: unknown) => {
    throw new AppError('face_reference_missing', { path: folder }, { cause: thrown });
  });
  return names
    .filter((name) => !name.startsWith('.') && isPictureName(name))
    .sort(compareNames)
    .map((name) => path.join(folder, name));
}

async function groupOf(given: ReadReference): Promise<ReferenceGroup> {
  const person = given.person ?? UNNAMED;
  const asWritten = path.resolve(given.written);
  const whole = await kindOf(asWritten);
  const file = whole === null ? path.resolve(given.path) : asWritten;
  const kind = whole ?? (await kindOf(file));
  if (kind === null) throw new AppError('face_reference_missing', { path: file });
  if (kind === 'file') {
    const at = whole === null ? given.at : null;
    return { path: file, pictures: [{ person, file, at }], isFolder: false };
  }
  const files = await picturesOf(file);
  return { path: file, pictures: files.map((one) => ({ person, file: one, at: null })), isFolder: true };
}

function named(text: string): ReadReference {
  const given = parseFaceReference(text);
  if (given === null) throw new AppError('face_reference_invalid', { text });
  return given;
}

/**
 * The reference pictures that options name, in their order; folders stand for the pictures that lie in them.
 * @throws AppError `face_reference_missing`, `face_reference_invalid`
 */
export function referenceGroups({
  faceRefImg,
  faceRef,
}: Pick<AnalyzeOptions, 'faceRefImg' | 'faceRef'>): Promise<ReferenceGroup[]> {
  const given = [...faceRefImg.map(parseFacePicture), ...faceRef.map(named)];
  return Promise.all(given.map(groupOf));
}
