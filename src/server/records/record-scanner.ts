import { REASONS } from '../../contract/reasons.ts';
import { FRAME_STATUS, frameRecordSchema, PICKED_BY, RECORD_KEYS } from '../../contract/record.ts';
import type { RecordTable } from '../../contract/record-table.ts';
import { NOT_MEASURED, SCORE_SCALE } from '../../contract/scaled.ts';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const UNDERSCORE = 0x5f;

const SCORE_DECIMALS = 4;
const RAW_DECIMALS = 4;
const TIME_DECIMALS = 6;
/** More digits than a double holds exactly are left to the general parser. */
const MOST_DIGITS = 15;

const bytesOf = (text: string) => Buffer.from(text, 'latin1');

/** What stands before the value of each key in a line as the pipeline writes it; lines with more are left alone. */
const BEFORE = RECORD_KEYS.filter((key) => !frameRecordSchema.shape[key].isOptional()).map((key, place) =>
  bytesOf(`${place === 0 ? '{' : ','}"${key}":`),
);
const NULL = bytesOf('null');
const END = bytesOf('null}');
const PICKED_BY_WORDS = PICKED_BY.map((word) => bytesOf(`"${word}"`));
const STATUS_WORDS = FRAME_STATUS.map((word) => bytesOf(`"${word}"`));
const REASON_WORDS = REASONS.map((word) => bytesOf(`"${word}"`));
const PICTURE_START = bytesOf('"frame_');
const PICTURE_ENDS = ['.jpg"', '.png"', '.webp"', '.avif"'].map(bytesOf);

const SCORE_NAMES = ['sharpness', 'edge_strength', 'contrast', 'brightness', 'entropy', 'quality'] as const;
const RAW_NAMES = ['sharpness_raw', 'edge_strength_raw'] as const;

/** Thrown inside of the scanner alone, once and for all. */
const UNUSUAL = Symbol('not as the pipeline writes it');

/**
 * Reads lines of metadata.jsonl straight from their bytes into a table, as long as they look exactly as the pipeline
 * writes them: about ten times faster than JSON and a schema, so that a million records take about a second. Decimals are
 * read as whole numbers and divided once, which gives the very double that JSON gives. Everything else is left to the
 * general parser.
 */
export class RecordScanner {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  /**
   * Reads one line into a row.
   * @param end place behind the line, without its line end
   * @returns false when the line looks different; the row is in an undefined state then
   */
  scan(bytes: Buffer, start: number, end: number, table: RecordTable, row: number): boolean {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    try {
      this.#line(table, row);
      return this.#at === end;
    } catch (thrown) {
      if (thrown === UNUSUAL) return false;
      throw thrown;
    }
  }

  #line(table: RecordTable, row: number): void {
    let key = 0;
    const next = () => this.#expect(BEFORE[key++] ?? NULL);
    next();
    const number = this.#number(0);
    if (number < 0 || number > 0xffff_ffff) throw UNUSUAL;
    table.frameNumber[row] = number;
    next();
    table.time[row] = this.#number(TIME_DECIMALS) / 10 ** TIME_DECIMALS;
    next();
    this.#number(0);
    next();
    table.pickedBy[row] = this.#word(PICKED_BY_WORDS);
    next();
    table.picture[row] = this.#takes(NULL) ? 0 : this.#pictureName();
    next();
    table.status[row] = this.#word(STATUS_WORDS);
    next();
    table.reason[row] = this.#takes(NULL) ? 0 : this.#word(REASON_WORDS) + 1;
    for (const name of SCORE_NAMES) {
      next();
      table.scores[name][row] = this.#score();
    }
    for (const name of RAW_NAMES) {
      next();
      table.raw[name][row] = this.#takes(NULL) ? Number.NaN : this.#raw();
    }
    next();
    this.#expect(END);
  }

  #takes(word: Buffer): boolean {
    const { length } = word;
    if (this.#at + length > this.#end) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[this.#at + i] !== word[i]) return false;
    this.#at += length;
    return true;
  }

  #expect(word: Buffer): void {
    if (!this.#takes(word)) throw UNUSUAL;
  }

  #word(words: readonly Buffer[]): number {
    for (let place = 0; place < words.length; place++) {
      const word = words[place];
      if (word && this.#takes(word)) return place;
    }
    throw UNUSUAL;
  }

  #pictureName(): 1 {
    this.#expect(PICTURE_START);
    const first = this.#at;
    while (this.#digit() >= 0) this.#at++;
    if (this.#at === first) throw UNUSUAL;
    this.#word(PICTURE_ENDS);
    return 1;
  }

  #digit(): number {
    const digit = (this.#bytes[this.#at] ?? UNDERSCORE) - ZERO;
    return digit >= 0 && digit <= 9 ? digit : -1;
  }

  #score(): number {
    if (this.#takes(NULL)) return NOT_MEASURED;
    const scaled = this.#number(SCORE_DECIMALS);
    if (scaled < 0 || scaled > 100 * SCORE_SCALE) throw UNUSUAL;
    return scaled;
  }

  #raw(): number {
    const scaled = this.#number(RAW_DECIMALS);
    if (scaled < 0) throw UNUSUAL;
    return scaled / 10 ** RAW_DECIMALS;
  }

  /** A number of at most so many decimals, times ten to their power. */
  #number(decimals: number): number {
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative) this.#at++;
    const first = this.#at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0; digit = this.#digit()) {
      value = value * 10 + digit;
      this.#at++;
    }
    const digits = this.#at - first;
    // JSON has no leading zeros.
    if (digits === 0 || (digits > 1 && this.#bytes[first] === ZERO)) throw UNUSUAL;
    let left = decimals;
    if (this.#bytes[this.#at] === POINT) {
      this.#at++;
      for (let digit = this.#digit(); digit >= 0; digit = this.#digit()) {
        value = value * 10 + digit;
        this.#at++;
        left--;
      }
      if (left < 0 || left === decimals) throw UNUSUAL;
    }
    if (digits + decimals > MOST_DIGITS) throw UNUSUAL;
    for (; left > 0; left--) value *= 10;
    return negative ? 0 - value : value;
  }
}
