import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import { TEMPORARY_PREFIX } from '../contract/run-files.ts';
import { timeStampName } from '../contract/time-stamp.ts';

/** A folder that is being filled. */
export interface ExportTarget {
  /** Absolute path of the place that the export is meant for. */
  readonly folder: string;
  /** Where the files are written now. */
  readonly workFolder: string;
  /** Puts the finished export in its place; returns its absolute path. */
  readonly finish: () => Promise<string>;
  /** Takes back everything that was made, given the names of the files that were; never throws. */
  readonly discard: (names: readonly string[]) => Promise<void>;
}

type FolderState = 'absent' | 'empty' | 'filled';

async function stateOf(path: string): Promise<FolderState> {
  try {
    return (await readdir(path)).length === 0 ? 'empty' : 'filled';
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return 'absent';
    throw toFileError(thrown, path);
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * `<run>_exported_<stamp>`, then with -2, -3 … where that name is taken.
 * @param parent where it is to be; null = beside the run folder
 * @returns absolute path
 */
export async function freeName(runFolder: string, parent: string | null, moment: Date): Promise<string> {
  const run = resolve(runFolder);
  const name = join(parent ?? dirname(run), `${basename(run)}_exported_${timeStampName(moment)}`);
  let candidate = name;
  for (let next = 2; await exists(candidate); next++) candidate = `${name}-${next}`;
  return candidate;
}

/** Makes missing parents and a temporary folder beside the target, on the same file system. */
async function temporaryBeside(target: string): Promise<{ folder: string; firstMade: string | undefined }> {
  const parent = dirname(target);
  try {
    const firstMade = await mkdir(parent, { recursive: true });
    // Not mkdtemp: its folders are closed to everybody else, and this one becomes the export.
    const folder = join(parent, `${TEMPORARY_PREFIX}export-${randomUUID()}`);
    await mkdir(folder);
    return { folder, firstMade };
  } catch (thrown) {
    throw toFileError(thrown, target);
  }
}

/** Removes folders that were made on the way to the target, as long as nothing else came into them. */
async function removeEmptyParents(folder: string, firstMade: string | undefined): Promise<void> {
  if (firstMade === undefined) return;
  for (let current = folder; current.startsWith(firstMade); current = dirname(current)) await rmdir(current);
}

async function newFolder(target: string, renamed: () => Promise<string>): Promise<ExportTarget> {
  const { folder, firstMade } = await temporaryBeside(target);
  const finish = async (): Promise<string> => {
    let place = target;
    for (;;) {
      try {
        await rename(folder, place);
        return place;
      } catch (thrown) {
        // Somebody made a folder of this name meanwhile.
        const next = (await exists(place)) ? await renamed() : place;
        if (next === place) throw toFileError(thrown, place);
        place = next;
      }
    }
  };
  const discard = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    await removeEmptyParents(dirname(folder), firstMade).catch(() => {});
  };
  return { folder: target, workFolder: folder, finish, discard };
}

function emptyFolder(folder: string): ExportTarget {
  return {
    folder,
    workFolder: folder,
    finish: async () => folder,
    discard: async (names) => {
      for (const name of names) await rm(join(folder, name), { force: true }).catch(() => {});
    },
  };
}

/**
 * Prepares the place of an export. New folders are filled under a temporary name beside the target and renamed when
 * complete; an existing empty folder is filled where it is.
 * @param to the wanted folder, or null for `<run>_exported_<YYYYMMDD_HHMMSS>`
 * @param parent where that folder is made; left out = beside the run folder
 * @throws AppError `output_exists` when `to` holds anything, `output_unwritable`, `disk_full`
 */
export async function prepareTarget(
  runFolder: string,
  to: string | null,
  moment: Date,
  parent?: string,
): Promise<ExportTarget> {
  if (to === null) {
    const free = () => freeName(runFolder, parent === undefined ? null : resolve(parent), moment);
    return newFolder(await free(), free);
  }
  const target = resolve(to);
  const state = await stateOf(target);
  if (state === 'filled') throw new AppError('output_exists', { path: target });
  if (state === 'empty') return emptyFolder(target);
  return newFolder(target, async () => target);
}
