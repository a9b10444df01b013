import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { wholeLines } from '../journal.ts';
import { replaceRecords } from '../replace-records.ts';
import type { RunIo } from '../run-io.ts';

const NUMBER = /^\{"frame_number":(\d+),/;
/** No text can hold this: in JSON, quotes within one stand behind a backslash. */
const SHOT = /"shot_id":(?:null|\d+)/;

/**
 * Writes the shot of every record of a run whose decoding is done; the records are replaced in one step. Done again after
 * a crash, it gives the same.
 * @throws AppError `run_invalid` when a record has no place for its shot
 */
export async function writeShotIds(
  io: RunIo,
  folder: string,
  shotOf: (frameNumber: number) => number,
): Promise<void> {
  const file = path.join(folder, RUN_FILES.metadata);
  await replaceRecords(io, folder, 'shots', async (add) => {
    for await (const line of wholeLines(io.readPieces(file))) {
      const text = line.toString('utf8');
      const number = NUMBER.exec(text)?.[1];
      if (number === undefined || !SHOT.test(text)) {
        throw new AppError('run_invalid', { path: folder, reason: `${RUN_FILES.metadata}: a damaged line` });
      }
      await add(`${text.replace(SHOT, `"shot_id":${shotOf(Number(number))}`)}\n`);
    }
    return true;
  });
}
