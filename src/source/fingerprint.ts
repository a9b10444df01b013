import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type FileSample, fingerprintParts } from '../contract/fingerprint.ts';

/** Samples of one of many pictures: what a camera or editor writes differs in the head already. */
const PICTURE_SAMPLE_BYTES = 64 * 1024;

async function read(handle: FileHandle, { position, length }: FileSample): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function sampledHash(
  file: string,
  sampleBytes?: number,
): Promise<{ size: number; fingerprint: string }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { head, samples } = fingerprintParts(size, sampleBytes);
    const hash = createHash('sha256').update(head);
    for (const sample of samples) hash.update(await read(handle, sample));
    return { size, fingerprint: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

/**
 * Identity of a file's contents in constant time, see `fingerprintParts`.
 * @returns 64 hexadecimal digits
 */
export function fingerprintFile(file: string): Promise<{ size: number; fingerprint: string }> {
  return sampledHash(file);
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
