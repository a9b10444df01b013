import { access, type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import type { FrameRecord } from '../../contract/record.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { parseRecordLine } from '../../run/read-run.ts';
import { RecordContents } from './record-contents.ts';

/** What tells a change of a file. */
interface Seen {
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly modified: number;
}

/** A file that was written to just now may show its new time before its new size. */
const SETTLED_MS = 50;

async function seenNow(handle: FileHandle): Promise<Seen> {
  const { dev, ino, size, mtimeMs } = await handle.stat();
  return { device: dev, inode: ino, size, modified: mtimeMs };
}

const sameFile = (a: Seen, b: Seen) => a.device === b.device && a.inode === b.inode;
const unchanged = (a: Seen, b: Seen) => sameFile(a, b) && a.size === b.size && a.modified === b.modified;

function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
  );
}

/** metadata.jsonl of one run folder, read as far as it goes and read on when it has grown. */
export class RecordFile {
  readonly #folder: string;
  readonly #path: string;
  #contents: RecordContents;
  #seen: Seen | null = null;
  #failure: { readonly seen: Seen; readonly error: AppError } | null = null;
  #running: Promise<RecordContents> | null = null;
  #next: Promise<RecordContents> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#path = join(folder, RUN_FILES.metadata);
    this.#contents = new RecordContents(folder);
  }

  /** Memory in use. */
  get bytes(): number {
    return this.#contents.bytes;
  }

  /**
   * The records as the file has them now. Only what was added is read; a file that was replaced, cut or written anew
   * is read from its start and gets another generation, unless it says the same. A run without records yet is empty.
   * @throws AppError `run_missing`, `run_invalid`
   */
  contents(): Promise<RecordContents> {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#start();
    // What runs may have looked at the file before the caller knew of its latest records.
    this.#next = this.#running.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  /**
   * A record by its frame number.
   * @throws AppError `not_found` when the run has no such frame, `run_missing`, `run_invalid`
   */
  async record(frameNumber: number): Promise<FrameRecord> {
    const contents = await this.contents();
    const row = contents.rowOf(frameNumber);
    const [record] = row < 0 ? [] : await this.rows(contents, row, row + 1);
    if (record) return record;
    throw new AppError('not_found', { what: `frame ${frameNumber} in this run` });
  }

  /**
   * The records of some rows, whole.
   * @throws AppError `run_missing`, `run_invalid`, also when the file has been replaced since the contents were read
   */
  async rows(contents: RecordContents, first: number, end: number): Promise<FrameRecord[]> {
    const { start, length } = contents.place(first, end);
    const text = await this.#withFile(async (handle) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
      return buffer.toString('utf8', 0, bytesRead);
    });
    const lines = (text ?? '').split('\n').filter((line) => line !== '');
    const records = lines.map((line, i) => parseRecordLine(this.#folder, line, first + i + 1));
    const isSame = records.every(({ frame_number }, i) => contents.rowOf(frame_number) === first + i);
    if (isSame && records.length === end - first) return records;
    const reason = `${RUN_FILES.metadata}: replaced while it was read`;
    throw new AppError('run_invalid', { path: this.#folder, reason });
  }

  #start(): Promise<RecordContents> {
    this.#next = null;
    const running = this.#refresh().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #refresh(): Promise<RecordContents> {
    const found = await this.#withFile((handle) => this.#look(handle));
    if (found) return found;
    if (this.#seen) this.#contents = new RecordContents(this.#folder);
    this.#seen = null;
    return this.#contents;
  }

  async #look(handle: FileHandle): Promise<RecordContents> {
    const now = await seenNow(handle);
    if (this.#failure && unchanged(this.#failure.seen, now)) throw this.#failure.error;
    const seen = this.#seen;
    if (seen && unchanged(seen, now)) return this.#contents;
    if (seen && sameFile(seen, now)) {
      if (now.size === seen.size && Date.now() - now.modified < SETTLED_MS) return this.#contents;
      if (now.size > seen.size && (await this.#contents.isSame(handle))) {
        return this.#read(handle, this.#contents, now);
      }
    }
    return this.#read(handle, new RecordContents(this.#folder), now);
  }

  async #read(handle: FileHandle, contents: RecordContents, now: Seen): Promise<RecordContents> {
    try {
      await contents.readOn(handle, now.size);
    } catch (thrown) {
      this.#contents = new RecordContents(this.#folder);
      this.#seen = null;
      if (thrown instanceof AppError) this.#failure = { seen: now, error: thrown };
      throw thrown;
    }
    if (contents !== this.#contents) contents.continue(this.#contents);
    this.#contents = contents;
    this.#seen = now;
    this.#failure = null;
    return contents;
  }

  /** Null where a run folder has no records yet. */
  async #withFile<T>(use: (handle: FileHandle) => Promise<T>): Promise<T | null> {
    let handle: FileHandle | null = null;
    try {
      handle = await open(this.#path, 'r');
      return await use(handle);
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      if (isMissing(thrown)) {
        await access(join(this.#folder, RUN_FILES.run)).catch(() => {
          throw new AppError('run_missing', { path: this.#folder });
        });
        return null;
      }
      const reason = `${RUN_FILES.metadata}: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      throw new AppError('run_invalid', { path: this.#folder, reason }, { cause: thrown });
    } finally {
      await handle?.close();
    }
  }
}
