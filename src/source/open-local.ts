import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { Source } from '../contract/run-files.ts';
import { findRenamed } from './find-renamed.ts';
import { type FolderPattern, listFolder } from './list-folder.ts';
import { emptyFolder, type Input, isAddress } from './list-inputs.ts';
import { openPictures } from './open-pictures.ts';
import { openSource } from './open-source.ts';
import { pictureKind } from './picture-kind.ts';

/** The pictures of one folder as a source; its videos are sources of their own. */
async function openFolder(folder: string, pattern: FolderPattern): Promise<Source> {
  const { pictures } = await listFolder(folder, pattern);
  if (pictures.length === 0) throw emptyFolder(folder, pattern.glob);
  return openPictures({ folder, names: [...pictures] });
}

/**
 * Opens what is on this machine: a video, a still picture, a folder's pictures or a list of pictures.
 * @param pattern which files of a folder are taken
 * @throws AppError as `openSource`; `input_folder_empty`
 */
export async function openLocal(
  input: Input,
  pattern: FolderPattern = { glob: null, links: true },
): Promise<Source> {
  if (typeof input !== 'string') return openPictures(input);
  const file = path.resolve(input);
  const facts = input === '' || isAddress(input) ? null : await stat(file).catch(() => null);
  if (facts?.isDirectory()) return openFolder(file, pattern);
  const still = facts?.isFile() && (await pictureKind(file).catch(() => 'other')) === 'still';
  return still
    ? openPictures({ folder: path.dirname(file), names: [path.basename(file)] })
    : openSource(input);
}

/** What lies where the source was; null when nothing does. */
async function openPlace({ path: place, pictures }: Source): Promise<Source | null> {
  try {
    return await (pictures ? openPictures(pictures) : openSource(place));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'input_missing') return null;
    throw thrown;
  }
}

/**
 * Opens the source of an earlier run again, also where its file was renamed in its folder.
 * @throws AppError `input_missing`; `source_changed` when something else is there; as `openSource`
 */
export async function reopenSource(source: Source): Promise<Source> {
  const { path: place, pictures, page } = source;
  const isSame = (found: Source | null): found is Source => found?.fingerprint === source.fingerprint;
  const there = await openPlace(source);
  const renamed = isSame(there) || pictures ? null : await findRenamed(source);
  const found = renamed === null ? there : await openSource(renamed);
  if (isSame(found)) return page ? { ...found, page } : found;
  throw new AppError(there === null ? 'input_missing' : 'source_changed', { path: place });
}
