import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import { type FrameRecord, frameRecordSchema } from '../contract/record.ts';
import {
  type ReviewFile,
  RUN_FILES,
  type RunFile,
  reviewFileSchema,
  runFileSchema,
  SCHEMA_VERSION,
} from '../contract/run-files.ts';

/** A run as it lies on disk. */
export interface StoredRun {
  readonly run: RunFile;
  /** By rising frame number. */
  readonly records: readonly FrameRecord[];
  readonly review: ReviewFile;
}

/** Pictures are named by the pipeline alone; any other name could lead out of the run folder. */
const PICTURE_NAME = /^frame_\d+\.(?:jpg|png|webp|avif)$/;

function explain(issues: readonly z.core.$ZodIssue[]): string {
  const [first] = issues;
  if (!first) return 'wrong shape';
  return first.path.length > 0 ? `${first.path.join('.')}: ${first.message}` : first.message;
}

function isMissing(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR';
}

/**
 * Checks the text of a JSON file of a run.
 * @throws AppError `run_invalid`
 */
export function parseJson<S extends z.ZodType>(
  folder: string,
  name: string,
  text: string,
  schema: S,
): z.output<S> {
  const invalid = (reason: string) =>
    new AppError('run_invalid', { path: folder, reason: `${name}: ${reason}` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('not valid JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(explain(parsed.error.issues));
}

/**
 * The text of a file of a run; null when there is none.
 * @throws AppError `run_invalid`
 */
export async function readText(folder: string, name: string): Promise<string | null> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw unreadable(folder, name, thrown);
  }
}

function unreadable(folder: string, name: string, thrown: unknown): AppError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('run_invalid', { path: folder, reason: `${name}: ${reason}` }, { cause: thrown });
}

interface Line {
  readonly text: string;
  /** Whether a newline ends it; only the last line of a killed or running run has none. */
  readonly complete: boolean;
}

/** Splits at `\n` alone: readline would also split at U+2028, which JSON leaves inside texts. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text, complete: true };
  }
  if (rest !== '') yield { text: rest, complete: false };
}

/**
 * The record of one line of metadata.jsonl.
 * @param number of the line, from 1
 * @throws AppError `run_invalid`
 */
export function parseRecordLine(folder: string, text: string, number: number): FrameRecord {
  const name = `${RUN_FILES.metadata}, line ${number}`;
  const record = parseJson(folder, name, text, frameRecordSchema);
  if (record.filename === null || PICTURE_NAME.test(record.filename)) return record;
  throw new AppError('run_invalid', { path: folder, reason: `${name}: filename is no picture of a run` });
}

function parseRecord(folder: string, { text, complete }: Line, number: number): FrameRecord | null {
  try {
    return parseRecordLine(folder, text, number);
  } catch (thrown) {
    if (!complete) return null;
    throw thrown;
  }
}

function inOrder(folder: string, records: FrameRecord[]): FrameRecord[] {
  records.sort((a, b) => a.frame_number - b.frame_number);
  const twice = records.find((record, place) => record.frame_number === records[place - 1]?.frame_number);
  if (!twice) return records;
  const reason = `${RUN_FILES.metadata}: frame ${twice.frame_number} stands there twice`;
  throw new AppError('run_invalid', { path: folder, reason });
}

/**
 * Reads metadata.jsonl of a run, also of one that is still running or was killed: a partial last line is left out.
 * @throws AppError `run_missing` or `run_invalid`
 */
export async function readRecords(folder: string): Promise<FrameRecord[]> {
  const records: FrameRecord[] = [];
  let number = 0;
  try {
    for await (const line of linesOf(join(folder, RUN_FILES.metadata))) {
      number++;
      const record = parseRecord(folder, line, number);
      if (record) records.push(record);
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    if (isMissing(thrown)) throw new AppError('run_missing', { path: folder });
    throw unreadable(folder, RUN_FILES.metadata, thrown);
  }
  return inOrder(folder, records);
}

/**
 * The text of review.json; null when there is none.
 * @throws AppError `run_invalid`
 */
export function readReviewText(folder: string): Promise<string | null> {
  return readText(folder, RUN_FILES.review);
}

/**
 * A person's verdicts from the text of review.json; no text means none.
 * @throws AppError `review_invalid`
 */
export function parseReview(folder: string, text: string | null): ReviewFile {
  if (text === null) return { schema_version: SCHEMA_VERSION, pinned: [], rejected: [] };
  try {
    return parseJson(folder, RUN_FILES.review, text, reviewFileSchema);
  } catch (thrown) {
    const reason = thrown instanceof AppError ? thrown.details.reason : thrown;
    throw new AppError('review_invalid', { path: join(folder, RUN_FILES.review), reason: String(reason) });
  }
}

/**
 * Reads a person's verdicts; no file means none.
 * @throws AppError `run_invalid`
 */
export async function readReview(folder: string): Promise<ReviewFile> {
  return parseReview(folder, await readReviewText(folder));
}

/**
 * Reads run.json of a run folder.
 * @throws AppError `run_missing` or `run_invalid`
 */
export async function readRunJson(folder: string): Promise<RunFile> {
  const text = await readText(folder, RUN_FILES.run);
  if (text === null) throw new AppError('run_missing', { path: folder });
  return parseJson(folder, RUN_FILES.run, text, runFileSchema);
}

/**
 * Reads a run folder.
 * @param folder path of the run folder
 * @throws AppError `run_missing` when run.json or metadata.jsonl are not there, `run_invalid` when a file cannot be
 * read or breaks its schema
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const run = await readRunJson(folder);
  const review = await readReview(folder);
  const records = await readRecords(folder);
  const { counts } = run;
  if (counts && counts.processed !== records.length) {
    const reason = `${RUN_FILES.metadata} holds ${records.length} of ${counts.processed} records`;
    throw new AppError('run_invalid', { path: folder, reason });
  }
  return { run, records, review };
}
