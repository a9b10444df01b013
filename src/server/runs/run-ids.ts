import { createHash, randomBytes } from 'node:crypto';

/** Id of a run folder: the first 16 hexadecimal digits of SHA-256 over its absolute path. */
export function folderId(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, 16);
}

/** Id of a run that has no folder yet, of the same form. */
export function newRunId(): string {
  return randomBytes(8).toString('hex');
}
