import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A regular file of a run folder, described; it is opened again to be read. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Links are not followed and pipes not waited for: a run folder may come from somebody else. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const CHUNK_BYTES = 1 << 18;

/**
 * Looks at a file of a run folder.
 * @param parts name, or folder and name; never from a request
 * @returns null when it is not there, empty, a link, reached through a link, or no regular file
 */
export async function storedFile(folder: string, ...parts: readonly string[]): Promise<StoredFile | null> {
  const path = join(folder, ...parts);
  try {
    if (parts.length > 1 && !(await lstat(dirname(path))).isDirectory()) return null;
    const facts = await lstat(path);
    if (!facts.isFile() || facts.size === 0) return null;
    return { path, size: facts.size, modified: facts.mtimeMs };
  } catch {
    return null;
  }
}

/** The contents of a file; null when it is no longer there. */
export async function readStored({ path }: StoredFile): Promise<Buffer | null> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, FLAGS);
    return await handle.readFile();
  } catch {
    return null;
  } finally {
    await handle?.close();
  }
}

/** The contents of a file as they are asked for; nothing is opened before, and it is closed when nobody listens. */
export function streamStored({ path, size }: StoredFile): ReadableStream<Uint8Array> {
  let handle: FileHandle | null = null;
  let offset = 0;
  const close = async () => {
    await handle?.close();
    handle = null;
  };
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          handle ??= await open(path, FLAGS);
          const buffer = new Uint8Array(Math.min(CHUNK_BYTES, size - offset));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
          if (bytesRead === 0) throw new Error(`${path} became shorter`);
          offset += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
          if (offset < size) return;
          await close();
          controller.close();
        } catch (thrown) {
          await close();
          throw thrown;
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}
