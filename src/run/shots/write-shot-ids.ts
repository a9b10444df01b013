import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { RUN_FILES, TEMPORARY_PREFIX } from '../../contract/run-files.ts';
import { wholeLines } from '../journal.ts';
import type { RunIo } from '../run-io.ts';

/** Lines written in one piece. */
const BATCH_LINES = 1000;

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
  const temporary = path.join(folder, `${TEMPORARY_PREFIX}shots`);
  const target = await io.openAppend(temporary, 0);
  let lines: string[] = [];
  try {
    for await (const line of wholeLines(io.readPieces(file))) {
      const text = line.toString('utf8');
      const number = NUMBER.exec(text)?.[1];
      if (number === undefined || !SHOT.test(text)) {
        throw new AppError('run_invalid', { path: folder, reason: `${RUN_FILES.metadata}: a damaged line` });
      }
      lines.push(`${text.replace(SHOT, `"shot_id":${shotOf(Number(number))}`)}\n`);
      if (lines.length < BATCH_LINES) continue;
      await target.append(lines.join(''));
      lines = [];
    }
    await target.append(lines.join(''));
    await target.sync();
  } finally {
    await target.close();
  }
  await io.rename(temporary, file);
}
