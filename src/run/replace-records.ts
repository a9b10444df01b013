import path from 'node:path';
import { RUN_FILES, TEMPORARY_PREFIX } from '../contract/run-files.ts';
import type { RunIo } from './run-io.ts';

/** Lines written in one piece. */
const BATCH_LINES = 1000;

/**
 * Writes metadata.jsonl anew and replaces it in one step: after a crash either all of it is old or all of it is new. Memory
 * does not grow with the number of records.
 * @param name tells the temporary file from those of others
 * @param write hands over lines with their ends, one after the other; false = the file stays as it is
 */
export async function replaceRecords(
  io: RunIo,
  folder: string,
  name: string,
  write: (add: (line: string) => Promise<void>) => Promise<boolean>,
): Promise<void> {
  const temporary = path.join(folder, `${TEMPORARY_PREFIX}${name}`);
  const target = await io.openAppend(temporary, 0);
  let lines: string[] = [];
  let isNew = false;
  try {
    isNew = await write(async (line) => {
      lines.push(line);
      if (lines.length < BATCH_LINES) return;
      await target.append(lines.join(''));
      lines = [];
    });
    await target.append(lines.join(''));
    await target.sync();
  } finally {
    await target.close();
  }
  if (isNew) await io.rename(temporary, path.join(folder, RUN_FILES.metadata));
  else await io.discard(temporary);
}
