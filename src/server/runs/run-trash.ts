import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { toFileError } from '../../contract/file-error.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { timeStampName } from '../../contract/time-stamp.ts';
import { takeLock } from '../../run/lock.ts';
import { diskIo } from '../../run/run-io.ts';
import { type RunEntry, runEntrySchema } from './run-entry.ts';
import { folderId } from './run-ids.ts';

/** Something in the trash. */
export interface Trashed {
  readonly trash_id: string;
  /** Absolute path. */
  readonly path: string;
}

/** Ending of a run that never had a folder. */
const ENTRY = '.json';
const STAMP = /_\d{8}_\d{6}(?:-\d+)?$/;

/** A name that does not exist in a folder yet: the given one, else with a number. */
async function freeName(folder: string, name: string): Promise<string> {
  const taken = new Set(await diskIo.list(folder));
  const { name: stem, ext } = name.endsWith(ENTRY) ? path.parse(name) : { name, ext: '' };
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${stem}-${i}${ext}`;
    if (!taken.has(free)) return free;
  }
}

/** Deleted runs: moved, never removed. */
export class RunTrash {
  readonly #folder: string;
  readonly #workspace: string;

  /** @param state folder of the server's own files, on the disk of the workspace */
  constructor(state: string, workspace: string) {
    this.#folder = path.join(state, 'trash');
    this.#workspace = workspace;
  }

  async #place(name: string, ending: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    return path.join(
      this.#folder,
      await freeName(this.#folder, `${name}_${timeStampName(new Date())}${ending}`),
    );
  }

  #named(file: string): Trashed {
    return { trash_id: folderId(path.basename(file)), path: file };
  }

  /**
   * Moves a run folder here.
   * @throws AppError `run_locked` while somebody works on it, `output_unwritable`
   */
  async putFolder(folder: string): Promise<Trashed> {
    try {
      // The lock goes with the folder, so nobody can begin to work in it before.
      await takeLock(diskIo, folder);
      const place = await this.#place(path.basename(folder), '');
      await rename(folder, place);
      await diskIo.discard(path.join(place, RUN_FILES.lock));
      return this.#named(place);
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
  }

  /** Keeps a run that never had a folder. */
  async putEntry(entry: RunEntry): Promise<Trashed> {
    try {
      const place = await this.#place(path.parse(entry.input).name || 'run', ENTRY);
      await diskIo.create(place, `${JSON.stringify(entry, null, 2)}\n`);
      return this.#named(place);
    } catch (thrown) {
      throw toFileError(thrown, this.#folder);
    }
  }

  /**
   * Takes something out of the trash: a folder goes back into the workspace under its name or a free one.
   * @returns the folder, or the run that has none
   * @throws AppError `not_found`, `output_unwritable`
   */
  async take(trashId: string): Promise<{ folder: string } | { entry: RunEntry }> {
    const names = await diskIo.list(this.#folder);
    const name = names.find((candidate) => folderId(candidate) === trashId);
    if (name === undefined) throw new AppError('not_found', { what: 'such run in the trash' });
    const place = path.join(this.#folder, name);
    try {
      if (name.endsWith(ENTRY)) {
        const entry = runEntrySchema.parse(JSON.parse(await readFile(place, 'utf8')));
        await diskIo.discard(place);
        return { entry };
      }
      const folder = path.join(this.#workspace, await freeName(this.#workspace, name.replace(STAMP, '')));
      await rename(place, folder);
      return { folder };
    } catch (thrown) {
      throw toFileError(thrown, place);
    }
  }
}
