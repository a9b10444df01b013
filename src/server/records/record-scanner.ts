import { REASONS } from '../../contract/reasons.ts';
import { FRAME_STATUS, frameRecordSchema, PICKED_BY, RECORD_KEYS } from '../../contract/record.ts';
import type { RecordTable } from '../../contract/record-table.ts';
import { NOT_MEASURED, SCORE_SCALE } from '../../contract/scaled.ts';
import type { FaceColumns } from '../../select/face-columns.ts';
import type { SubjectColumns } from '../../select/subject-columns.ts';
import { FaceScanner } from './face-scanner.ts';
import { bytesOf, LineCursor, UNUSUAL } from './line-cursor.ts';
import { MaskScanner } from './mask-scanner.ts';

const SCORE_DECIMALS = 4;
const RAW_DECIMALS = 4;
const TIME_DECIMALS = 6;

/**
 * What stands before the value of each key in a line as the pipeline writes it. What is said about faces, shot and mask stands
 * before the last key; lines with other optional keys are left alone.
 */
const BEFORE = RECORD_KEYS.filter((key) => !frameRecordSchema.shape[key].isOptional()).map((key, place) =>
  bytesOf(`${place === 0 ? '{' : ','}"${key}":`),
);
const END = bytesOf('null}');
const PICKED_BY_WORDS = PICKED_BY.map((word) => bytesOf(`"${word}"`));
const STATUS_WORDS = FRAME_STATUS.map((word) => bytesOf(`"${word}"`));
const REASON_WORDS = REASONS.map((word) => bytesOf(`"${word}"`));
const PICTURE_START = bytesOf('"frame_');
const PICTURE_ENDS = ['.jpg"', '.png"', '.webp"', '.avif"'].map(bytesOf);

const SCORE_NAMES = ['sharpness', 'edge_strength', 'contrast', 'brightness', 'entropy', 'quality'] as const;
const RAW_NAMES = ['sharpness_raw', 'edge_strength_raw'] as const;

/** Where what is said about faces, shots and masks is noted. */
export interface ScannedParts {
  readonly faces: FaceColumns;
  readonly subjects: SubjectColumns;
}

/**
 * Reads lines of metadata.jsonl straight from their bytes into a table, as long as they look exactly as the pipeline
 * writes them: about ten times faster than JSON and a schema, so that a million records take about a second. Decimals are
 * read as whole numbers and divided once, which gives the very double that JSON gives. Everything else is left to the
 * general parser.
 */
export class RecordScanner {
  readonly #cursor = new LineCursor();
  readonly #faces = new FaceScanner(this.#cursor);
  readonly #masks = new MaskScanner(this.#cursor);

  /**
   * Reads one line into a row.
   * @param end place behind the line, without its line end
   * @param parts take faces, shot and mask as those of the next row
   * @returns false when the line looks different; the row is in an undefined state then, and the parts have no row more
   */
  scan(
    bytes: Buffer,
    start: number,
    end: number,
    table: RecordTable,
    row: number,
    parts: ScannedParts,
  ): boolean {
    this.#cursor.begin(bytes, start, end);
    try {
      const known = this.#line(table, row, parts);
      if (!this.#cursor.done) throw UNUSUAL;
      parts.faces.endRow(known);
      parts.subjects.endRow();
      return true;
    } catch (thrown) {
      parts.faces.dropRow();
      parts.subjects.dropRow();
      if (thrown === UNUSUAL) return false;
      throw thrown;
    }
  }

  #line(table: RecordTable, row: number, { faces, subjects }: ScannedParts): boolean {
    const cursor = this.#cursor;
    let key = 0;
    const next = () => cursor.expect(BEFORE[key++] ?? END);
    next();
    table.frameNumber[row] = cursor.numberWithin(0, 0, 0xffff_ffff);
    next();
    table.time[row] = cursor.number(TIME_DECIMALS) / 10 ** TIME_DECIMALS;
    next();
    cursor.number(0);
    next();
    table.pickedBy[row] = cursor.word(PICKED_BY_WORDS);
    next();
    table.picture[row] = cursor.takesNull() ? 0 : this.#pictureName();
    next();
    table.status[row] = cursor.word(STATUS_WORDS);
    next();
    table.reason[row] = cursor.takesNull() ? 0 : cursor.word(REASON_WORDS) + 1;
    for (const name of SCORE_NAMES) {
      next();
      table.scores[name][row] = this.#score();
    }
    for (const name of RAW_NAMES) {
      next();
      table.raw[name][row] = cursor.takesNull() ? Number.NaN : this.#raw();
    }
    const known = this.#faces.scan(faces);
    this.#masks.scan(subjects);
    next();
    cursor.expect(END);
    return known;
  }

  #pictureName(): 1 {
    this.#cursor.expect(PICTURE_START);
    this.#cursor.digits();
    this.#cursor.word(PICTURE_ENDS);
    return 1;
  }

  #score(): number {
    if (this.#cursor.takesNull()) return NOT_MEASURED;
    return this.#cursor.numberWithin(SCORE_DECIMALS, 0, 100 * SCORE_SCALE);
  }

  #raw(): number {
    return this.#cursor.numberWithin(RAW_DECIMALS, 0, Number.POSITIVE_INFINITY) / 10 ** RAW_DECIMALS;
  }
}
