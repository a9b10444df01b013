import { lstat, mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../../contract/app-error.ts';
import { toFileError } from '../../contract/file-error.ts';
import { moveToTrash } from './move-to-trash.ts';
import { reserveName } from './reserve-name.ts';
import { uploadName } from './upload-name.ts';
import { type UploadRecord, UploadRecords } from './upload-record.ts';

/** Where the files of an {@link UploadFolder} are. */
export interface UploadPlaces {
  /** Whole files lie here under their names. */
  readonly folder: string;
  /** Where deleted ones go. */
  readonly trash: string;
}

/** What the page says of a file before it sends it. */
export interface SentFile {
  /** What it is called there. */
  readonly name: string | null | undefined;
  /** Bytes. */
  readonly size: number;
  /** By which an unfinished one can be found again; anything but a fingerprint counts as none. */
  readonly fingerprint?: string | null | undefined;
}

/** A file with how much of it is here. */
export interface UploadState {
  readonly record: UploadRecord;
  /** Bytes in all; of a whole file as it lies there now. */
  readonly size: number;
  /** Bytes here. */
  readonly offset: number;
  /** Absolute path, once it is whole. */
  readonly path: string | null;
}

/** Parts that nobody went on with for so long are removed, milliseconds. */
export const EXPIRES_MS = 7 * 24 * 3600 * 1000;

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** Bytes of a file; null where there is none. What a link leads to is not ours. */
async function sizeOf(path: string): Promise<number | null> {
  const facts = await lstat(path).catch(() => null);
  return facts?.isFile() ? facts.size : null;
}

/**
 * Files that are sent to the server. While a file arrives it lies in a hidden folder under its id; when it is whole it
 * gets its name. What is known of it stands beside it on the disk, so all of it outlives the server.
 */
export class UploadFolder {
  readonly #places: UploadPlaces;
  readonly #parts: string;
  /** Trash folder on the disk of the uploads. */
  readonly #nearTrash: string;
  readonly #records: UploadRecords;
  readonly #finishing = new Map<string, Promise<UploadState>>();
  readonly #onChange: () => void;
  #ready: Promise<void> | null = null;

  /** @param onChange told when a file was begun, is whole, was deleted or is back */
  constructor(places: UploadPlaces, onChange: () => void) {
    this.#places = places;
    this.#onChange = onChange;
    this.#parts = join(places.folder, '.partial');
    this.#nearTrash = join(places.folder, '.trash');
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
   * @throws AppError `input_empty`, `disk_full` where it cannot fit, `output_unwritable`
   */
  async begin(id: string, sent: SentFile, now: Date): Promise<UploadState> {
    const { size } = sent;
    const name = uploadName(sent.name);
    if (size === 0) throw new AppError('input_empty', { path: name });
    await this.ready();
    const { folder } = this.#places;
    const disk = await statfs(folder).catch(() => null);
    if (disk !== null && disk.bavail * disk.bsize < size) throw new AppError('disk_full', { path: folder });
    const fingerprint = FINGERPRINT.test(sent.fingerprint ?? '') ? (sent.fingerprint ?? null) : null;
    const record = {
      ...{ id, name, size, fingerprint },
      ...{ created_at: now.toISOString(), file: null, trashed: null },
    };
    try {
      await this.#records.write(record);
      await (await open(this.#part(id), 'wx')).close();
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
    this.#onChange();
    return { record, size, offset: 0, path: null };
  }

  /** How far a file is; null where there is none of this id, or no longer. */
  async state(id: string): Promise<UploadState | null> {
    const record = await this.#records.read(id);
    if (record === null || record.trashed !== null) return null;
    const part = await sizeOf(this.#part(id));
    if (part !== null && part < record.size) return { record, size: record.size, offset: part, path: null };
    if (part !== null) return this.finish(id);
    if (record.file === null) return null;
    const path = join(this.#places.folder, record.file);
    const size = await sizeOf(path);
    return size === null ? null : { record, size, offset: size, path };
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
    const here = (await sizeOf(this.#part(id))) !== null;
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
        this.#onChange();
      }
      return { record: finished, size: record.size, offset: record.size, path };
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
  }

  /** The name that a file gets. A server that was killed in between has reserved it already. */
  async #nameFor({ file, name }: UploadRecord): Promise<string> {
    const { folder } = this.#places;
    if (file === null) return reserveName(folder, name);
    const taken = await stat(join(folder, file)).catch(() => null);
    // Somebody else has put a file there meanwhile.
    return taken && taken.size > 0 ? reserveName(folder, name) : file;
  }

  /** All files, newest first. */
  async list(): Promise<UploadState[]> {
    const found = await Promise.all((await this.#records.list()).map(({ id }) => this.state(id)));
    const states = found.filter((state) => state !== null);
    // A file that was moved away gave its name free: what lies there now belongs to the upload that came later.
    const latest = new Map(states.toReversed().map(({ record, path }) => [path, record.id]));
    return states.filter(({ record, path }) => path === null || latest.get(path) === record.id);
  }

  /**
   * Moves a whole file to the trash; what has arrived of any other is removed, as it is of no use to anybody.
   * @throws AppError `not_found`, `output_unwritable`
   */
  async remove(id: string, now: Date): Promise<void> {
    const state = await this.state(id);
    if (state === null) throw new AppError('not_found', { what: 'such upload' });
    const { record, path } = state;
    const { folder, trash } = this.#places;
    try {
      if (path === null) {
        await unlink(this.#part(id));
        await this.#records.remove(id);
      } else {
        const place = await moveToTrash(path, trash, this.#nearTrash, now);
        await this.#records.write({ ...record, trashed: basename(place) });
      }
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
    this.#onChange();
  }

  /**
   * Takes a file out of the trash, under its name or a free one.
   * @throws AppError `not_found`, `output_unwritable`, `disk_full`
   */
  async restore(id: string): Promise<void> {
    const record = await this.#records.read(id);
    const trashed = await this.#inTrash(record?.trashed ?? null);
    if (record === null || trashed === null) {
      throw new AppError('not_found', { what: 'such upload in the trash' });
    }
    const { folder } = this.#places;
    try {
      const file = await reserveName(folder, record.file ?? record.name);
      await rename(trashed, join(folder, file));
      await this.#records.write({ ...record, file, trashed: null });
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
    this.#onChange();
  }

  async #inTrash(name: string | null): Promise<string | null> {
    if (name === null) return null;
    for (const trash of [this.#places.trash, this.#nearTrash]) {
      const place = join(trash, basename(name));
      if ((await sizeOf(place)) !== null) return place;
    }
    return null;
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
