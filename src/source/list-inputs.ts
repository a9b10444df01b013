import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { PictureList } from '../contract/run-files.ts';
import { listFolder, splitPattern } from './list-folder.ts';
import { pictureKind } from './picture-kind.ts';

/** What one run is made of: a file or an address by its name, or pictures of one folder. */
export type Input = string | PictureList;

/** Whether an input is an address (`https://...`) and no file. One letter before the colon is a Windows drive. */
export function isAddress(input: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(input);
}

/** An input as messages name it. */
export function inputName(input: Input): string {
  if (typeof input === 'string') return input;
  const [first] = input.names;
  return input.names.length === 1 && first ? path.join(input.folder, first) : input.folder;
}

/**
 * The inputs that a folder stands for: each of its videos, and its pictures together.
 * @param pattern glob below the folder; null = everything in the folder itself
 * @throws AppError `input_folder_empty`, `input_unreadable`
 */
export async function folderInputs(folder: string, pattern: string | null): Promise<Input[]> {
  const { videos, pictures } = await listFolder(folder, { glob: pattern, links: true });
  if (videos.length + pictures.length === 0) throw emptyFolder(folder, pattern);
  const together = { folder: path.resolve(folder), names: [...pictures] };
  return [...videos.map((name) => path.join(folder, name)), ...(pictures.length > 0 ? [together] : [])];
}

/** The error for a folder without anything to look at. */
export function emptyFolder(folder: string, pattern: string | null): AppError {
  return new AppError('input_folder_empty', {
    path: folder,
    pattern: pattern === null ? '' : ` that fit ${pattern}`,
  });
}

/** Pictures named one by one, as one list that begins at the folder that holds them all. */
function listOf(files: readonly string[]): PictureList {
  const [first = '', ...others] = files.map((file) => path.resolve(file));
  let folder = path.dirname(first);
  const isBelow = (file: string) => !path.relative(folder, file).startsWith('..');
  while (!others.every(isBelow) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  const names = [first, ...others].map((file) => path.relative(folder, file).split(path.sep).join('/'));
  return { folder, names: [...new Set(names)] };
}

async function inputsOf(input: string, pattern: string | null): Promise<Input[]> {
  if (isAddress(input)) return [input];
  const facts = await stat(input).catch(() => null);
  if (facts?.isDirectory()) return folderInputs(input, pattern);
  const wild = facts === null ? await splitPattern(input) : null;
  const isFolder = wild !== null && (await stat(wild.folder).catch(() => null))?.isDirectory();
  return wild !== null && isFolder ? folderInputs(wild.folder, wild.pattern) : [input];
}

/**
 * The inputs of a command line: a folder, or a name with wildcards that is no file, stands for the videos and the
 * pictures in it; pictures named one by one make one input. Anything else stays as it is and is judged when it is
 * opened.
 * @param pattern which files of a folder are taken, a glob; null = all in the folder itself
 * @throws AppError `input_folder_empty`, `input_unreadable`
 */
export async function listInputs(inputs: readonly string[], pattern: string | null = null): Promise<Input[]> {
  const listed = (await Promise.all(inputs.map((input) => inputsOf(input, pattern)))).flat();
  const isStill = async (input: Input) =>
    typeof input === 'string' &&
    !isAddress(input) &&
    (await pictureKind(input).catch(() => 'other')) === 'still';
  const stills = await Promise.all(listed.map(isStill));
  const named = listed.filter((input, i): input is string => typeof input === 'string' && stills[i] === true);
  if (named.length === 0) return listed;
  const place = stills.indexOf(true);
  const together = listOf(named);
  return listed.flatMap((input, i) => (i === place ? [together] : stills[i] ? [] : [input]));
}
