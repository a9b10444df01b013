import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import type { FilesAnswer } from '../../contract/http.ts';
import { compareNames } from '../../source/name-endings.ts';
import type { AllowedRoots, Place } from '../allowed-roots.ts';
import { isHidden } from '../root-paths.ts';
import { entryOf, type FileEntry } from './file-entry.ts';

/** Most entries of an answer. */
export const MOST_ENTRIES = 5000;
/** Most names that are read from a folder to find the first ones in order. */
const MOST_NAMES = 100_000;
/** Files asked about at once. */
const AT_ONCE = 64;

interface Named {
  readonly name: string;
  readonly isFolder: boolean;
}

function throwIfGone(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled');
}

async function readNames(folder: string, signal: AbortSignal): Promise<{ names: Dirent[]; more: boolean }> {
  const names: Dirent[] = [];
  const reading = await opendir(folder);
  for await (const entry of reading) {
    throwIfGone(signal);
    if (isHidden(entry.name)) continue;
    if (names.length === MOST_NAMES) return { names, more: true };
    names.push(entry);
  }
  return { names, more: false };
}

/** Applies something to every item, some at a time, in order. */
async function inGroups<T, R>(items: readonly T[], signal: AbortSignal, work: (item: T) => Promise<R>) {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    throwIfGone(signal);
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return results;
}

function crumbsOf({ root, parts }: Place): FilesAnswer['crumbs'] {
  const below = parts.map((name, i) => ({ name, path: join(root.path, ...parts.slice(0, i + 1)) }));
  return [{ name: root.name, path: root.path }, ...below];
}

/** The list of roots as the contents of a folder above all of them. */
export async function listRoots(roots: AllowedRoots): Promise<FilesAnswer> {
  const entries = await Promise.all(
    (await roots.existing()).map(async ({ name, path }) => {
      const facts = await stat(path).catch(() => null);
      return facts === null ? null : entryOf(name, path, facts);
    }),
  );
  const folders = entries.filter((entry) => entry?.kind === 'folder');
  return {
    path: null,
    parent: null,
    crumbs: [],
    entries: folders.filter((entry) => entry !== null),
    truncated: false,
  };
}

/** What a name in a folder leads to; null where that may not be shown or is not there. */
async function followLink(roots: AllowedRoots, folder: string, name: string): Promise<Named | null> {
  try {
    const facts = await stat(await roots.resolve(join(folder, name)));
    return { name, isFolder: facts.isDirectory() };
  } catch {
    return null;
  }
}

/**
 * The contents of a folder: folders first, each kind in natural order. Left out are hidden names, links that lead
 * nowhere or out of the roots, and what is neither file nor folder.
 * @throws AppError `path_refused`, `input_missing`, `input_unreadable`
 */
export async function listFolder(
  roots: AllowedRoots,
  path: string,
  signal: AbortSignal,
): Promise<FilesAnswer> {
  const folder = await roots.resolveExistingFolder(path);
  const place = await roots.placeOf(folder);
  if (place === null) throw new AppError('path_refused', { path });
  const { names, more } = await readNames(folder, signal).catch((thrown: unknown) => {
    if (thrown instanceof AppError) throw thrown;
    const denied = thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES';
    const reason = denied ? 'permission denied' : String(thrown);
    throw new AppError('input_unreadable', { path: folder, reason }, { cause: thrown });
  });
  const named = await inGroups(names, signal, async (entry): Promise<Named | null> => {
    if (entry.isSymbolicLink()) return followLink(roots, folder, entry.name);
    return { name: entry.name, isFolder: entry.isDirectory() };
  });
  const shown = named.filter((entry) => entry !== null);
  shown.sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || compareNames(a.name, b.name));
  const entries = await inGroups(shown.slice(0, MOST_ENTRIES), signal, async ({ name }) => {
    const at = join(folder, name);
    const facts = await stat(at).catch(() => null);
    return facts === null ? null : entryOf(name, at, facts);
  });
  const crumbs = crumbsOf(place);
  return {
    path: folder,
    parent: crumbs.at(-2)?.path ?? null,
    crumbs,
    entries: entries.filter((entry): entry is FileEntry => entry !== null),
    truncated: more || shown.length > MOST_ENTRIES,
  };
}
