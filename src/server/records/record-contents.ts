import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../contract/app-error.ts';
import { type RecordTable, setRow, tablePieces } from '../../contract/record-table.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { parseRecordLine } from '../../run/read-run.ts';
import { RecordColumns } from './record-columns.ts';
import { RecordScanner } from './record-scanner.ts';

const NEWLINE = 0x0a;
const BRACE = 0x7d;
/** Bytes read at once: about 3 ms of work, and others get their turn in between. */
const CHUNK_BYTES = 1 << 20;
/** Longest line; a record has about 430 bytes. */
const MOST_LINE_BYTES = 1 << 24;
/** Bytes before the place that is read up to, by which a file that was written anew is told. */
const TAIL_BYTES = 512;
/** Room beyond what the first lines let expect. */
const SPARE = 1.02;

const scanner = new RecordScanner();

/** A table that lists only so many names and words as other columns, because rows that came later brought others. */
function withNamesOf({ faces, masks, ...table }: RecordTable, columns: RecordColumns): RecordTable {
  const [people, seeds] = [columns.faces.people.length, columns.subjects.seeds.length];
  return {
    ...table,
    faces: faces && { ...faces, people: faces.people.slice(0, people) },
    masks: masks && { ...masks, seeds: masks.seeds.slice(0, seeds) },
  };
}

/** The records of one metadata.jsonl as columns, as far as they are read. */
export class RecordContents {
  readonly #folder: string;
  readonly #columns = new RecordColumns();
  #generation = randomBytes(8).toString('hex');
  #offset = 0;
  #tail: Buffer = Buffer.alloc(0);
  /** The last line read had no line end yet. */
  #unended = false;

  /** @param folder the run folder, for errors */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Rows. */
  get rows(): number {
    return this.#columns.length;
  }

  /** Names these contents; rows of another generation have nothing to do with them. */
  get generation(): string {
    return this.#generation;
  }

  /** Memory in use. */
  get bytes(): number {
    return this.#columns.bytes;
  }

  /** Bytes of the file that are read. */
  get offset(): number {
    return this.#offset;
  }

  /** The rows from `first` on; what is read later does not change it. */
  tableFrom(first: number): RecordTable {
    return this.#columns.table(first, this.rows, this.#generation);
  }

  /** Row of a frame number, or -1. */
  rowOf(frameNumber: number): number {
    return this.#columns.rowOf(frameNumber);
  }

  /** Place and length of the lines of some rows in the file, bytes. */
  place(first: number, end: number): { start: number; length: number } {
    const start = this.#columns.startOf(first);
    return { start, length: (end < this.rows ? this.#columns.startOf(end) : this.#offset) - start };
  }

  /**
   * Reads the lines that were added since, whole ones only, a chunk at a time.
   * @param size of the file, bytes
   * @throws AppError `run_invalid`
   */
  async readOn(handle: FileHandle, size: number): Promise<void> {
    let buffer: Buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, size - this.#offset)));
    let isLong = size - this.#offset > CHUNK_BYTES;
    while (this.#offset < size) {
      const wanted = Math.min(buffer.length, size - this.#offset);
      const { bytesRead } = await handle.read(buffer, 0, wanted, this.#offset);
      if (bytesRead === 0) break;
      const atEnd = this.#offset + bytesRead >= size;
      const used = this.#takeLines(buffer.subarray(0, bytesRead), atEnd);
      if (used === 0 && atEnd) break;
      if (used === 0) buffer = this.#larger(buffer);
      else if (isLong) this.#expect(size);
      isLong &&= used === 0;
    }
    const twice = this.#columns.twice();
    if (twice !== null) throw this.#invalid(`frame ${twice} stands there twice`);
  }

  /** Whether the file still holds what was read from it, judged by the latest bytes. */
  async isSame(handle: FileHandle): Promise<boolean> {
    const { length } = this.#tail;
    if (length === 0) return true;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, this.#offset - length);
    return bytesRead === length && buffer.equals(this.#tail);
  }

  /** Takes the generation of earlier contents when these are the same rows and perhaps more. */
  continue(earlier: RecordContents): void {
    if (earlier.rows > this.rows) return;
    const { rows } = earlier;
    const others = tablePieces(earlier.#columns.table(0, rows, ''));
    const own = tablePieces(withNamesOf(this.#columns.table(0, rows, ''), earlier.#columns));
    const isEqual = (piece: Uint8Array, i: number) => Buffer.compare(piece, own[i] ?? Buffer.alloc(0)) === 0;
    const equal = own.length === others.length && others.every(isEqual);
    if (equal) this.#generation = earlier.#generation;
  }

  #invalid(reason: string): AppError {
    return new AppError('run_invalid', { path: this.#folder, reason: `${RUN_FILES.metadata}: ${reason}` });
  }

  #larger(buffer: Buffer): Buffer {
    if (buffer.length < MOST_LINE_BYTES) return Buffer.allocUnsafe(buffer.length * 2);
    throw this.#invalid(`line ${this.rows + 1} is too long`);
  }

  /** Makes room once for all rows to come, by the length of those that are read. */
  #expect(size: number): void {
    this.#columns.reserve(Math.ceil((this.rows / this.#offset) * size * SPARE));
  }

  /** Reads the whole lines of a chunk; returns the bytes that they take. */
  #takeLines(chunk: Buffer, atEnd: boolean): number {
    let start = 0;
    if (this.#unended) {
      if (chunk[0] !== NEWLINE) throw this.#invalid(`line ${this.rows}: not valid JSON`);
      this.#unended = false;
      start = 1;
    }
    for (let end = chunk.indexOf(NEWLINE, start); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#takeLine(chunk, start, end);
      start = end + 1;
    }
    // A run that was killed may have written its last line but for the line end.
    if (atEnd && chunk[chunk.length - 1] === BRACE && start < chunk.length) {
      this.#unended = this.#takeUnended(chunk, start);
      if (this.#unended) start = chunk.length;
    }
    this.#remember(chunk.subarray(0, start));
    return start;
  }

  #takeLine(chunk: Buffer, start: number, end: number): void {
    const { open: table, length, faces, subjects } = this.#columns;
    if (!scanner.scan(chunk, start, end, table, length, { faces, subjects })) {
      const record = parseRecordLine(this.#folder, chunk.toString('utf8', start, end), length + 1);
      setRow(table, length, record);
      faces.append(record.faces);
      subjects.append(record);
    }
    this.#columns.push(this.#offset + start);
  }

  #takeUnended(chunk: Buffer, start: number): boolean {
    try {
      this.#takeLine(chunk, start, chunk.length);
      return true;
    } catch (thrown) {
      if (thrown instanceof AppError) return false;
      throw thrown;
    }
  }

  #remember(read: Buffer): void {
    this.#offset += read.length;
    const latest = read.subarray(-TAIL_BYTES);
    this.#tail = Buffer.concat([this.#tail, latest]).subarray(-TAIL_BYTES);
  }
}
