import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { PicturedRecord } from './export-files.ts';

/**
 * Makes sure that every picture is there and readable before anything is copied.
 * @throws AppError `picture_missing` with the count and the first path, `input_unreadable`, also for a link,
 * `run_invalid` for a name that leads elsewhere
 */
export async function checkPictures(folder: string, records: readonly PicturedRecord[]): Promise<void> {
  const missing: string[] = [];
  for (const { filename } of records) {
    if (filename !== basename(filename)) {
      throw new AppError('run_invalid', { path: folder, reason: `${filename} is no picture of a run` });
    }
    const path = join(folder, filename);
    try {
      const [facts] = await Promise.all([lstat(path), access(path, constants.R_OK)]);
      // A run folder may come from somebody else, and its links lead to what is not part of it.
      if (!facts.isFile()) throw new Error('it is a link or no regular file');
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
      if (code !== 'ENOENT') {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        throw new AppError('input_unreadable', { path, reason }, { cause: thrown });
      }
      missing.push(path);
    }
  }
  const [first] = missing;
  if (first !== undefined) throw new AppError('picture_missing', { count: missing.length, path: first });
}
