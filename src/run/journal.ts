import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { type FrameRecord, frameRecordSchema, serializeRecord } from '../contract/record.ts';
import { RUN_FILES, type RunCounts } from '../contract/run-files.ts';
import { embeddingCount } from './faces/face-fields.ts';
import { EMBEDDING_BYTES } from './faces/face-settings.ts';
import type { Recorded } from './records.ts';
import type { AppendFile, RunIo } from './run-io.ts';

const NEWLINE = 0x0a;

/** Whole lines of a file as bytes, without their line ends; a partial last line is left out. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let bytes =
      rest.length > 0
        ? Buffer.concat([rest, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE)) {
      yield bytes.subarray(0, end);
      bytes = bytes.subarray(end + 1);
    }
    rest = Buffer.from(bytes);
  }
}

function parseLine(line: string): FrameRecord | null {
  try {
    return frameRecordSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** What an earlier session left. */
interface Recovered {
  /** Of metadata.jsonl that hold its records. */
  readonly bytes: number;
  /** Rows of embeddings that they name. */
  readonly embeddings: number;
}

/**
 * Reads back what an earlier session recorded: whole, valid lines in rising frame order, exactly as they would be
 * written today. Everything from the first other line on counts as not recorded.
 * @param stored rows of embeddings that are there; a record that names others counts as not recorded
 * @param measured last frame whose cells are stored; a later one that was decoded counts as not recorded
 */
export async function recoverRecords(
  chunks: AsyncIterable<Uint8Array>,
  stored: number,
  onRecord: (record: FrameRecord) => void | Promise<void>,
  measured = Number.POSITIVE_INFINITY,
): Promise<Recovered> {
  let bytes = 0;
  let embeddings = 0;
  let last = -1;
  for await (const line of wholeLines(chunks)) {
    const text = line.toString('utf8');
    const record = parseLine(text);
    if (!record || record.frame_number <= last || serializeRecord(record) !== `${text}\n`) break;
    const rows = embeddings + embeddingCount(record);
    if (rows > stored || (record.status !== 'error' && record.frame_number > measured)) break;
    last = record.frame_number;
    bytes += line.length + 1;
    embeddings = rows;
    await onRecord(record);
  }
  return { bytes, embeddings };
}

/** Rows of embeddings that lie in a run folder. */
export async function storedEmbeddings(io: RunIo, folder: string): Promise<number> {
  const bytes = (await io.sizeOf(path.join(folder, RUN_FILES.embeddings))) ?? 0;
  return Math.floor(bytes / EMBEDDING_BYTES);
}

/** A row as it lies on the disk: little-endian. */
function rowBytes(row: Uint16Array): Uint8Array {
  const bytes = Buffer.alloc(row.length * 2);
  row.forEach((value, i) => {
    bytes.writeUInt16LE(value, i * 2);
  });
  return bytes;
}

/** Adds one record to counts. */
export function countRecord(counts: RunCounts, { status }: FrameRecord): RunCounts {
  return { ...counts, processed: counts.processed + 1, [status]: counts[status] + 1 };
}

/** Counts of a run without records. */
export const NO_COUNTS: RunCounts = { processed: 0, kept: 0, rejected: 0, error: 0 };

/** Records gathered before they are written in one piece. */
const BATCH_RECORDS = 128;
/** Longest time a record waits, and the time between two waits for the disk, milliseconds. */
const FLUSH_MS = 250;
const SYNC_MS = 2000;

/** What has to be on the disk before the records that build on it. */
export interface JournalLeader {
  flush(): Promise<void>;
  sync(): Promise<void>;
}

/**
 * metadata.jsonl while it grows: records are appended in frame order and written in batches, so a crash costs at
 * most the latest batch and leaves at most one partial line.
 */
export class Journal {
  readonly #file: AppendFile;
  /** Where the run looks for faces: face_embeddings.f16, which is always ahead of the records that name its rows. */
  readonly #rows: AppendFile | null;
  readonly #recovered: number;
  #pending: string[] = [];
  #pendingRows: Uint8Array[] = [];
  #embeddings: number;
  #counts: RunCounts;
  #stored: RunCounts;
  #last: FrameRecord | null;
  #leader: JournalLeader | null = null;
  #lastFlush = Date.now();
  #lastSync = Date.now();

  private constructor(
    { file, rows }: { readonly file: AppendFile; readonly rows: AppendFile | null },
    counts: RunCounts,
    last: FrameRecord | null,
    embeddings: number,
  ) {
    this.#file = file;
    this.#rows = rows;
    this.#embeddings = embeddings;
    this.#counts = counts;
    this.#stored = counts;
    this.#last = last;
    this.#recovered = last?.frame_number ?? -1;
  }

  /**
   * Opens the journal of a run folder, keeping what an earlier session recorded.
   * @param faces whether embeddings of faces are stored too
   * @param onRecord receives every record that is there already
   * @param measured see {@link recoverRecords}
   */
  static async open(
    io: RunIo,
    folder: string,
    faces: boolean,
    onRecord: (record: FrameRecord) => void | Promise<void>,
    measured = Number.POSITIVE_INFINITY,
  ): Promise<Journal> {
    const file = path.join(folder, RUN_FILES.metadata);
    let counts = NO_COUNTS;
    let last: FrameRecord | null = null;
    const stored = faces ? await storedEmbeddings(io, folder) : 0;
    const take = async (record: FrameRecord) => {
      counts = countRecord(counts, record);
      last = record;
      await onRecord(record);
    };
    const { bytes, embeddings } = await recoverRecords(io.readPieces(file), stored, take, measured);
    const records = await io.openAppend(file, bytes);
    try {
      const place = path.join(folder, RUN_FILES.embeddings);
      const rows = faces ? await io.openAppend(place, embeddings * EMBEDDING_BYTES) : null;
      return new Journal({ file: records, rows }, counts, last, embeddings);
    } catch (thrown) {
      await records.close();
      throw thrown;
    }
  }

  /** Lets something be written before every batch of records from now on. */
  follow(leader: JournalLeader | null): void {
    this.#leader = leader;
  }

  get counts(): RunCounts {
    return this.#counts;
  }

  /** Counts of what is in the file. */
  get stored(): RunCounts {
    return this.#stored;
  }

  /** The last record, whenever it was written. */
  get last(): FrameRecord | null {
    return this.#last;
  }

  /** Last frame number recorded when the journal was opened; -1 when it was empty. */
  get recovered(): number {
    return this.#recovered;
  }

  /** What is recorded, pending or not: frames, and rows of embeddings. */
  get recorded(): Recorded {
    return { frames: this.#counts.processed, embeddings: this.#embeddings };
  }

  /** Appends one record with the embeddings of its faces; it is on disk after the next flush. */
  async append(record: FrameRecord, embeddings: readonly Uint16Array[] = []): Promise<void> {
    this.#pending.push(serializeRecord(record));
    this.#pendingRows.push(...embeddings.map(rowBytes));
    this.#embeddings += embeddings.length;
    this.#counts = countRecord(this.#counts, record);
    this.#last = record;
    const waited = Date.now() - this.#lastFlush;
    if (this.#pending.length >= BATCH_RECORDS || waited >= FLUSH_MS) await this.flush();
  }

  /** Writes what is gathered; after a failure it is still gathered. */
  async flush(): Promise<void> {
    this.#lastFlush = Date.now();
    if (this.#pending.length === 0) return;
    if (this.#rows && this.#pendingRows.length > 0) {
      await this.#rows.append(Buffer.concat(this.#pendingRows));
      this.#pendingRows = [];
    }
    await this.#leader?.flush();
    await this.#file.append(this.#pending.join(''));
    this.#pending = [];
    this.#stored = this.#counts;
    if (this.#lastFlush - this.#lastSync < SYNC_MS) return;
    await this.#rows?.sync();
    await this.#leader?.sync();
    await this.#file.sync();
    this.#lastSync = Date.now();
  }

  /** Writes what is gathered, waits for the disk and closes the file. */
  async close(): Promise<void> {
    try {
      await this.flush();
      await this.#rows?.sync();
      await this.#leader?.sync();
      await this.#file.sync();
    } finally {
      await this.#rows?.close();
      await this.#file.close();
    }
  }
}

/** The frame number at which a continued run goes on; throws when the records can't belong to the range. */
export function nextFrameNumber(recovered: number, first: number, folder: string): number {
  if (recovered < 0) return first;
  if (recovered >= first) return recovered + 1;
  throw new AppError('run_invalid', { path: folder, reason: 'metadata.jsonl holds frames before --start' });
}
