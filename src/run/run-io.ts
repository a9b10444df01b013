import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { toFileError } from '../contract/file-error.ts';
import { TEMPORARY_PREFIX } from '../contract/run-files.ts';

/** A file that only grows. */
export interface AppendFile {
  append(data: string | Uint8Array): Promise<void>;
  /** Waits until what was appended is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** All that a run does with the disk: narrow, so that faults can be injected at every single step. */
export interface RunIo {
  /** Text of a file, or null when there is none. */
  readText(file: string): Promise<string | null>;
  /** Contents of a file piece by piece; nothing when there is none. */
  readPieces(file: string): AsyncIterable<Uint8Array>;
  /** Bytes of a file, or null when there is none. */
  sizeOf(file: string): Promise<number | null>;
  list(folder: string): Promise<string[]>;
  /** Makes a folder (parents too); false when it exists already. */
  makeFolder(folder: string): Promise<boolean>;
  /** Makes a file with its contents in one step; false when it exists already. */
  create(file: string, data: string): Promise<boolean>;
  /** Opens a file for appending after cutting it to `keep` bytes. */
  openAppend(file: string, keep: number): Promise<AppendFile>;
  /**
   * Writes a whole file under a temporary name in the same folder. Returns that name.
   * @param durable wait until it is on the disk
   */
  writeTemporary(folder: string, data: string | Uint8Array, durable?: boolean): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a temporary file or lock of our own; never a result. */
  discard(file: string): Promise<void>;
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

async function nullIfMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  const handle = await nullIfMissing(open(file, 'r'));
  if (handle) yield* handle.createReadStream({ highWaterMark: 1 << 18 });
}

/** One folder at a time: Node's recursive mkdir never returns where a folder can't be made but exists, as below /proc. */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

let temporaryCount = 0;

async function writeTemporary(folder: string, data: string | Uint8Array, durable = false): Promise<string> {
  const file = path.join(folder, `${TEMPORARY_PREFIX}${process.pid}-${temporaryCount++}`);
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(data);
    if (durable) await handle.datasync();
  } catch (thrown) {
    // On a full disk the rest would only be in the way.
    await unlink(file).catch(() => undefined);
    throw thrown;
  } finally {
    await handle.close();
  }
  return file;
}

/** The way for file systems without links: a moment lies between the file and its contents. */
async function createInPlace(file: string, data: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(data);
    } finally {
      await handle.close();
    }
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** The real disk. */
export const diskIo: RunIo = {
  readText: (file) => nullIfMissing(readFile(file, 'utf8')),
  readPieces: pieces,
  sizeOf: async (file) => (await nullIfMissing(stat(file)))?.size ?? null,
  list: async (folder) => (await nullIfMissing(readdir(folder))) ?? [],
  makeFolder: async (folder) => {
    try {
      return await makeOne(folder);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || path.dirname(folder) === folder) throw thrown;
      await diskIo.makeFolder(path.dirname(folder));
      return await makeOne(folder);
    }
  },
  create: async (file, data) => {
    const temporary = await writeTemporary(path.dirname(file), data);
    try {
      // A link appears in one step with all its contents.
      await link(temporary, file);
      return true;
    } catch (thrown) {
      return codeOf(thrown) !== 'EEXIST' && (await createInPlace(file, data));
    } finally {
      await nullIfMissing(unlink(temporary));
    }
  },
  openAppend: async (file, keep) => {
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o666);
    await handle.truncate(keep);
    let position = keep;
    return {
      append: async (data) => {
        const bytes = typeof data === 'string' ? Buffer.from(data) : data;
        // Write at a known place: a failed write leaves at most a partial line, which resuming cuts off.
        for (let written = 0; written < bytes.length; ) {
          const result = await handle.write(bytes, written, bytes.length - written, position + written);
          written += result.bytesWritten;
        }
        position += bytes.length;
      },
      sync: () => handle.datasync(),
      close: () => handle.close(),
    };
  },
  writeTemporary,
  rename,
  discard: async (file) => {
    await nullIfMissing(unlink(file));
  },
};

/** Replaces a file in one step: after a crash either the old or the new contents are there. */
export async function replaceFile(io: RunIo, file: string, data: string): Promise<void> {
  const temporary = await io.writeTemporary(path.dirname(file), data);
  await io.rename(temporary, file);
}

/**
 * Replaces a file in one step and waits for the disk: after a failure or a crash either the old or the new contents are there.
 * @throws AppError `disk_full`, `output_unwritable`
 */
export async function replaceDurably(io: RunIo, file: string, data: string): Promise<void> {
  try {
    const temporary = await io.writeTemporary(path.dirname(file), data, true);
    await io.rename(temporary, file).catch(async (thrown: unknown) => {
      await io.discard(temporary).catch(() => undefined);
      throw thrown;
    });
  } catch (thrown) {
    throw toFileError(thrown, file);
  }
}
