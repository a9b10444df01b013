import path from 'node:path';
import type { FrameRecord } from '../contract/record.ts';
import { RUN_FILES } from '../contract/run-files.ts';
import { recoverRecords } from './journal.ts';
import type { RunIo } from './run-io.ts';

/** Whether a kept record's picture is missing, or empty after a crash of the machine. */
export async function isPictureMissing(
  io: RunIo,
  folder: string,
  { filename }: FrameRecord,
): Promise<boolean> {
  return filename !== null && !(await io.sizeOf(path.join(folder, filename)));
}

/** Frame numbers of all kept records of a run whose picture is missing, rising. */
export async function missingPictures(io: RunIo, folder: string): Promise<number[]> {
  const missing: number[] = [];
  await recoverRecords(io.readPieces(path.join(folder, RUN_FILES.metadata)), async (record) => {
    if (await isPictureMissing(io, folder, record)) missing.push(record.frame_number);
  });
  return missing;
}
