import { mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../../contract/app-error.ts';
import { toFileError } from '../../contract/file-error.ts';
import { moveToTrash } from './move-to-trash.ts';
import { numberedName, uploadName } from './upload-name.ts';
import { type UploadRecord, UploadRecords } from './upload-record.ts';

/** Where the files of an {@link UploadFolder} are. */
export interface UploadPlaces {
  /** Whole files lie here under their names. */
  readonly folder: string;
  /** Where deleted ones go. */
  readonly trash: string;
}

/** A file with how much of it is here. */
export interface UploadState {
  readonly record: UploadRecord;
  /** Bytes here. */
  readonly offset: number;
  /** Absolute path, once it is whole. */
  readonly path: string | null;
}

/** Parts that nobody went on with for so long are removed, milliseconds. */
export const EXPIRES_MS = 7 * 24 * 3600 * 1000;

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Files that are sent to the server. While a file arrives it lies in a hidden folder under its id; when it is whole it
 * gets its name. What is known of it stands beside it on the disk, so all of it outlives the server.
 */
export class UploadFolder {
  readonly #places: UploadPlaces;
  readonly #parts: string;
  readonly #records: UploadRecords;
  readonly #finishing = new Map<string, Promise<UploadState>>();
  #ready: Promise<void> | null = null;

  constructor(places: UploadPlaces) {
    this.#places = places;
    this.#parts = join(places.folder, '.partial');
    this.#records = new UploadRecords(this.#parts);
  }

  #part(id: string): string {
    return join(this.#parts, `${id}.part`);
  }

  /**
   * Makes the folders, once.
   * @throws AppError `output_unwritable`, `disk_full`
   */
  async ready(): Promise<void> {
    this.#ready ??= mkdir(this.#parts, { recursive: true }).then(
      () => undefined,
      (thrown: unknown) => {
        this.#ready = null;
        throw toFileError(thrown, this.#places.folder);
      },
    );
    await this.#ready;
  }

  /**
   * Begins a file.
   * @param sent what the page calls it
   * @throws AppError `input_empty`, `disk_full` where it cannot fit, `output_unwritable`
   */
  async begin(id: string, sent: string | null | undefined, size: number, now: Date): Promise<UploadState> {
    const name = uploadName(sent);
    if (size === 0) throw new AppError('input_empty', { path: name });
    await this.ready();
    const { folder } = this.#places;
    const disk = await statfs(folder).catch(() => null);
    if (disk !== null && disk.bavail * disk.bsize < size) throw new AppError('disk_full', { path: folder });
    const record = { id, name, size, created_at: now.toISOString(), file: null };
    try {
      await this.#records.write(record);
      await (await open(this.#part(id), 'wx')).close();
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
    return { record, offset: 0, path: null };
  }

  /** How far a file is; null where there is none of this id, or no longer. */
  async state(id: string): Promise<UploadState | null> {
    const record = await this.#records.read(id);
    if (record === null) return null;
    const part = await stat(this.#part(id)).catch(() => null);
    if (part !== null && part.size < record.size) return { record, offset: part.size, path: null };
    if (part !== null) return this.finish(id);
    if (record.file === null) return null;
    const path = join(this.#places.folder, record.file);
    return (await exists(path)) ? { record, offset: record.size, path } : null;
  }

  /**
   * Writes bytes behind those that are here. What has arrived when the stream breaks off is kept.
   * @returns bytes here afterwards
   * @throws AppError `disk_full`, `output_unwritable`; whatever ended the stream
   */
  async append(id: string, offset: number, bytes: Readable): Promise<number> {
    const part = await open(this.#part(id), 'r+').catch((thrown: unknown) => {
      throw toFileError(thrown, this.#places.folder);
    });
    let at = offset;
    try {
      for await (const chunk of bytes) {
        const data: Uint8Array = chunk;
        for (let done = 0; done < data.length; ) {
          const { bytesWritten } = await part
            .write(data, done, data.length - done, at)
            .catch((thrown: unknown) => {
              throw toFileError(thrown, this.#places.folder);
            });
          done += bytesWritten;
          at += bytesWritten;
        }
      }
    } finally {
      await part.close();
    }
    return at;
  }

  /**
   * Gives a whole file its name. Asked twice, it does it once.
   * @throws AppError `output_unwritable`, `disk_full`
   */
  finish(id: string): Promise<UploadState> {
    const finishing = this.#finishing.get(id) ?? this.#finish(id).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, finishing);
    return finishing;
  }

  async #finish(id: string): Promise<UploadState> {
    const record = await this.#records.read(id);
    const { folder } = this.#places;
    const here = await exists(this.#part(id));
    if (record === null || (!here && record.file === null)) {
      throw new AppError('not_found', { what: 'such upload' });
    }
    try {
      const file = here ? await this.#nameFor(record) : (record.file ?? record.name);
      const path = join(folder, file);
      const finished = { ...record, file };
      if (here) {
        await this.#records.write(finished);
        await rename(this.#part(id), path);
      }
      return { record: finished, offset: record.size, path };
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
  }

  /** The name that a file gets. A server that was killed in between has reserved it already. */
  async #nameFor({ file, name }: UploadRecord): Promise<string> {
    if (file === null) return this.#reserve(name);
    const taken = await stat(join(this.#places.folder, file)).catch(() => null);
    // Somebody else has put a file there meanwhile.
    return taken && taken.size > 0 ? this.#reserve(name) : file;
  }

  /** Takes the first free name by an empty file, which no other upload can take then. */
  async #reserve(name: string): Promise<string> {
    for (let n = 1; ; n++) {
      const file = numberedName(name, n);
      try {
        await (await open(join(this.#places.folder, file), 'wx')).close();
        return file;
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
      }
    }
  }

  /** All files, newest first. */
  async list(): Promise<UploadState[]> {
    const states = await Promise.all((await this.#records.list()).map(({ id }) => this.state(id)));
    return states.filter((state) => state !== null);
  }

  /**
   * Moves a whole file to the trash; what has arrived of any other is removed, as it is of no use to anybody.
   * @throws AppError `not_found`, `output_unwritable`
   */
  async remove(id: string, now: Date): Promise<void> {
    const state = await this.state(id);
    if (state === null) throw new AppError('not_found', { what: 'such upload' });
    try {
      if (state.path === null) await unlink(this.#part(id));
      else await moveToTrash(state.path, this.#places.trash, join(this.#places.folder, '.trash'), now);
    } catch (thrown) {
      throw toFileError(thrown, this.#places.folder);
    }
    await this.#records.remove(id);
  }

  /** Removes parts that nobody went on with, and records of files that are gone. */
  async clean(now: Date): Promise<void> {
    const names = await readdir(this.#parts).catch((): string[] => []);
    const parts = names.flatMap((name) => /^([0-9a-f]{32})\.part$/.exec(name)?.[1] ?? []);
    const old = (time: number | null | undefined) => (time ?? Infinity) < now.getTime() - EXPIRES_MS;
    for (const id of new Set([...parts, ...(await this.#records.ids())])) {
      const state = await this.state(id).catch(() => null);
      if (state?.path) continue;
      const part = await stat(this.#part(id)).catch(() => null);
      if (!old(part === null ? await this.#records.writtenAt(id) : part.mtimeMs)) continue;
      await unlink(this.#part(id)).catch(() => undefined);
      await this.#records.remove(id);
    }
  }
}
