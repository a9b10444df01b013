import path from 'node:path';
import { type ReviewFile, RUN_FILES, SCHEMA_VERSION } from '../contract/run-files.ts';
import { diskIo, type RunIo, replaceDurably } from './run-io.ts';

/** A verdict about a frame; null takes it back. */
export interface VerdictChange {
  readonly frame_number: number;
  readonly verdict: 'pin' | 'reject' | null;
}

const rising = (numbers: ReadonlySet<number>) => Array.from(Float64Array.from(numbers).sort());

/** Verdicts after changes, the later one counting; a frame has one verdict then. Numbers rise. */
export function changedReview(review: ReviewFile, changes: readonly VerdictChange[]): ReviewFile {
  const pinned = new Set(review.pinned);
  const rejected = new Set(review.rejected);
  for (const { frame_number, verdict } of changes) {
    pinned.delete(frame_number);
    rejected.delete(frame_number);
    if (verdict === 'pin') pinned.add(frame_number);
    else if (verdict === 'reject') rejected.add(frame_number);
  }
  return { ...review, pinned: rising(pinned), rejected: rising(rejected) };
}

/**
 * Writes review.json in one step: after a failure or a crash either the old or the new verdicts are there.
 * @returns the text written
 * @throws AppError `disk_full`, `output_unwritable`
 */
export async function writeReview(
  folder: string,
  { pinned, rejected }: ReviewFile,
  io: RunIo = diskIo,
): Promise<string> {
  const text = `${JSON.stringify({ schema_version: SCHEMA_VERSION, pinned, rejected })}\n`;
  await replaceDurably(io, path.join(folder, RUN_FILES.review), text);
  return text;
}
