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

/** A file where it was, or under the name that it has in its folder by now. */
async function openRenamed(source: Source): Promise<Source> {
  try {
    return await openSource(source.path);
  } catch (thrown) {
    const isGone = thrown instanceof AppError && thrown.code === 'input_missing';
    const renamed = isGone ? await findRenamed(source) : null;
    if (renamed === null) throw thrown;
    return openSource(renamed);
  }
}

/**
 * Opens the source of an earlier run again, also where the file was renamed in its folder.
 * @throws AppError `source_changed` when its contents are others by now; as `openSource`
 */
export async function reopenSource(source: Source): Promise<Source> {
  const { pictures, page } = source;
  const found = await (pictures ? openPictures(pictures) : openRenamed(source));
  if (found.fingerprint !== source.fingerprint) throw new AppError('source_changed', { path: source.path });
  return page ? { ...found, page } : found;
}
