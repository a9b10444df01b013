import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { RUN_FILES } from '../contract/run-files.ts';
import { compareNames, isPictureName, isVideoName } from './name-endings.ts';

/** Videos and pictures of a folder: paths below it with `/` between the parts, in natural order. */
export interface FolderContents {
  readonly videos: readonly string[];
  readonly pictures: readonly string[];
}

/** Files by which the folders are known that Framesift itself writes: runs and exports. */
const OWN_MARKS = [RUN_FILES.run, 'manifest.json'];

async function isOwnFolder(folder: string, entries: readonly Dirent[]): Promise<boolean> {
  for (const mark of OWN_MARKS.filter((name) => entries.some((entry) => entry.name === name))) {
    const text = await readFile(path.join(folder, mark), 'utf8').catch(() => '');
    if (/"name":\s*"framesift"/.test(text.slice(0, 1000))) return true;
  }
  return false;
}

async function read(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    throw new AppError('input_unreadable', { path: folder, reason: String(thrown) }, { cause: thrown });
  });
}

/** What is looked for in a folder. */
export interface FolderPattern {
  /** Glob below the folder, without regard to case; null = everything in the folder itself. */
  readonly glob: string | null;
  /** Whether links to files stand for those files. Links to folders never do, as they may lead in circles. */
  readonly links: boolean;
}

async function isFile(folder: string, entry: Dirent, links: boolean): Promise<boolean> {
  if (!entry.isSymbolicLink() || !links) return entry.isFile();
  return (await stat(path.join(folder, entry.name)).catch(() => null))?.isFile() ?? false;
}

async function* filesBelow(folder: string, below: string, pattern: FolderPattern): AsyncGenerator<string> {
  const deep = pattern.glob?.includes('/');
  const entries = await read(path.join(folder, below));
  if (below !== '' && (await isOwnFolder(path.join(folder, below), entries))) return;
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (deep && !entry.name.startsWith('.')) yield* filesBelow(folder, name, pattern);
    } else if (await isFile(path.join(folder, below), entry, pattern.links)) yield name;
  }
}

/**
 * The videos and pictures of a folder, told by their name endings. Hidden files and folders are left out, and of the
 * subfolders those that hold a run or an export.
 * @throws AppError `input_unreadable`
 */
export async function listFolder(folder: string, pattern: FolderPattern): Promise<FolderContents> {
  const { default: picomatch } = await import('picomatch');
  const fits = picomatch(pattern.glob ?? '*', { nocase: true });
  const names: string[] = [];
  for await (const name of filesBelow(folder, '', pattern)) {
    if (fits(name)) names.push(name);
  }
  names.sort(compareNames);
  return { videos: names.filter(isVideoName), pictures: names.filter(isPictureName) };
}

/** The folder and the pattern that a name with wildcards stands for; null for a name without any. */
export async function splitPattern(name: string): Promise<{ folder: string; pattern: string } | null> {
  if (!/[*?[{(]/.test(name)) return null;
  const { default: picomatch } = await import('picomatch');
  const { base, glob, isGlob, negated } = picomatch.scan(name);
  const top = name.startsWith('/') ? '/' : '.';
  return isGlob && !negated ? { folder: base === '' ? top : base, pattern: glob } : null;
}
