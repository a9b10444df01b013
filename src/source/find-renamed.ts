import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Source } from '../contract/run-files.ts';
import { fingerprintFile } from './fingerprint.ts';

/** Names looked at in a folder. */
const MOST_NAMES = 10_000;

/**
 * Looks for a file that was renamed in its folder: one of the same size and contents.
 * @returns its path now; null where there is none
 */
export async function findRenamed({ path: before, size, fingerprint }: Source): Promise<string | null> {
  const folder = path.dirname(before);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.slice(0, MOST_NAMES)) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (!facts?.isFile() || facts.size !== size) continue;
    const found = await fingerprintFile(file).catch(() => null);
    if (found?.fingerprint === fingerprint) return file;
  }
  return null;
}
