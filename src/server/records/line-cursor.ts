const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const UNDERSCORE = 0x5f;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LAST_ASCII = 0x7e;

/** More digits than a double holds exactly are left to the general parser. */
const MOST_DIGITS = 15;

/** Thrown while a line is scanned, once and for all: it is not as the pipeline writes it. */
export const UNUSUAL = Symbol('not as the pipeline writes it');

/** The bytes of a word that is looked for. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

const NULL = bytesOf('null');
const TRUE = bytesOf('true');
const FALSE = bytesOf('false');

/** A place in a line of JSON without blanks that moves on with what is taken. Everything that cannot be taken throws {@link UNUSUAL}. */
export class LineCursor {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  /** Begins a line; `end` is the place behind it. */
  begin(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Whether everything is taken. */
  get done(): boolean {
    return this.#at === this.#end;
  }

  /** Takes a word where it stands here. */
  takes(word: Buffer): boolean {
    const { length } = word;
    if (this.#at + length > this.#end) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[this.#at + i] !== word[i]) return false;
    this.#at += length;
    return true;
  }

  /** Takes a word that has to stand here. */
  expect(word: Buffer): void {
    if (!this.takes(word)) throw UNUSUAL;
  }

  /** Takes `null` where it stands here. */
  takesNull(): boolean {
    return this.takes(NULL);
  }

  /** Takes one of some words and returns its place among them. */
  word(words: readonly Buffer[]): number {
    for (let place = 0; place < words.length; place++) {
      const word = words[place];
      if (word && this.takes(word)) return place;
    }
    throw UNUSUAL;
  }

  /** Takes `true` or `false`. */
  truth(): boolean {
    if (this.takes(FALSE)) return false;
    this.expect(TRUE);
    return true;
  }

  /** Takes digits, at least one. */
  digits(): void {
    const first = this.#at;
    while (this.#digit() >= 0) this.#at++;
    if (this.#at === first) throw UNUSUAL;
  }

  #digit(): number {
    const digit = (this.#bytes[this.#at] ?? UNDERSCORE) - ZERO;
    return digit >= 0 && digit <= 9 ? digit : -1;
  }

  /** Takes a text in quotes. */
  text(): string {
    const start = this.#at;
    if (this.#bytes[start] !== QUOTE) throw UNUSUAL;
    let isPlain = true;
    let at = start + 1;
    for (; at < this.#end && this.#bytes[at] !== QUOTE; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (byte === BACKSLASH) at++;
      if (byte === BACKSLASH || byte < 0x20 || byte > LAST_ASCII) isPlain = false;
    }
    if (at >= this.#end) throw UNUSUAL;
    this.#at = at + 1;
    if (isPlain) return this.#bytes.toString('latin1', start + 1, at);
    return this.#general(this.#bytes.toString('utf8', start, at + 1));
  }

  #general(json: string): string {
    try {
      return String(JSON.parse(json));
    } catch {
      throw UNUSUAL;
    }
  }

  /** Takes a number of at most so many decimals, times ten to their power. */
  number(decimals: number): number {
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

  /** {@link number} within bounds of the scaled value. */
  numberWithin(decimals: number, low: number, high: number): number {
    const value = this.number(decimals);
    if (value < low || value > high) throw UNUSUAL;
    return value;
  }
}
