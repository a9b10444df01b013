import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes hashed at the head, in the middle and at the tail of a file. */
const SAMPLE_BYTES = 1024 * 1024;

async function sample(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * Identity of a file's contents in constant time: SHA-256 over its size and three samples (head, middle, tail; the
 * whole file up to 3 MiB). Name and times play no part, so a moved or renamed file stays the same.
 * @returns 64 hexadecimal digits
 */
export async function fingerprintFile(file: string): Promise<{ size: number; fingerprint: string }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256').update(`${size}\n`);
    if (size <= 3 * SAMPLE_BYTES) {
      hash.update(await sample(handle, 0, size));
    } else {
      for (const position of [0, Math.floor((size - SAMPLE_BYTES) / 2), size - SAMPLE_BYTES]) {
        hash.update(await sample(handle, position, SAMPLE_BYTES));
      }
    }
    return { size, fingerprint: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}
