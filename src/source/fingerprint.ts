import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes hashed at the head, in the middle and at the tail of a file. */
const SAMPLE_BYTES = 1024 * 1024;
/** The same for one of many pictures: what a camera or editor writes differs in the head already. */
const PICTURE_SAMPLE_BYTES = 64 * 1024;

async function sample(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function sampledHash(file: string, bytes: number): Promise<{ size: number; fingerprint: string }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256').update(`${size}\n`);
    if (size <= 3 * bytes) {
      hash.update(await sample(handle, 0, size));
    } else {
      for (const position of [0, Math.floor((size - bytes) / 2), size - bytes]) {
        hash.update(await sample(handle, position, bytes));
      }
    }
    return { size, fingerprint: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

/**
 * Identity of a file's contents in constant time: SHA-256 over its size and three samples (head, middle, tail; the
 * whole file up to 3 MiB). Name and times play no part, so a moved or renamed file stays the same.
 * @returns 64 hexadecimal digits
 */
export function fingerprintFile(file: string): Promise<{ size: number; fingerprint: string }> {
  return sampledHash(file, SAMPLE_BYTES);
}

/** Files read at once. */
const AT_ONCE = 8;

/**
 * Identity of a list of pictures: SHA-256 over those of the files, in order, with samples of 64 KiB. Names and times
 * play no part, but their order does: it numbers the frames.
 * @returns bytes of all files; 64 hexadecimal digits
 */
export async function fingerprintPictures(
  files: readonly string[],
): Promise<{ size: number; fingerprint: string }> {
  const hash = createHash('sha256').update(`${files.length} pictures\n`);
  let total = 0;
  for (let i = 0; i < files.length; i += AT_ONCE) {
    const some = files.slice(i, i + AT_ONCE).map((file) => sampledHash(file, PICTURE_SAMPLE_BYTES));
    for (const { size, fingerprint } of await Promise.all(some)) {
      total += size;
      hash.update(fingerprint);
    }
  }
  return { size: total, fingerprint: hash.digest('hex') };
}
