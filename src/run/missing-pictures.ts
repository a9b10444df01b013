import path from 'node:path';
import type { FrameRecord } from '../contract/record.ts';
import { RUN_FILES, type RunCounts } from '../contract/run-files.ts';
import { countRecord, NO_COUNTS, recoverRecords, storedEmbeddings } from './journal.ts';
import type { RunIo } from './run-io.ts';

/** Whether a kept record's picture is missing, or empty after a crash of the machine. */
export async function isPictureMissing(
  io: RunIo,
  folder: string,
  { filename }: FrameRecord,
): Promise<boolean> {
  return filename !== null && !(await io.sizeOf(path.join(folder, filename)));
}

/** What is left of a run in its folder. */
export interface StoredState {
  /** Counts of the whole, valid records in rising order, up to the first other line. */
  readonly counts: RunCounts;
  /** Frame numbers of kept records whose picture is missing, rising. */
  readonly missing: readonly number[];
}

/** Looks through the records and pictures of a run. */
export async function storedState(io: RunIo, folder: string): Promise<StoredState> {
  const missing: number[] = [];
  let counts = NO_COUNTS;
  const stored = await storedEmbeddings(io, folder);
  await recoverRecords(io.readPieces(path.join(folder, RUN_FILES.metadata)), stored, async (record) => {
    counts = countRecord(counts, record);
    if (await isPictureMissing(io, folder, record)) missing.push(record.frame_number);
  });
  return { counts, missing };
}
