import { formatTimeCode } from './time-code.ts';

/** What a name pattern may hold in braces. */
export const NAME_PLACES = ['stem', 'frame', 'index', 'time', 'quality'] as const;
/** Name of such a place. */
export type NamePlace = (typeof NAME_PLACES)[number];

/** A piece of a pattern: a text that stands as it is, or a place with the least number of digits or letters. */
export type NamePart =
  | { readonly text: string }
  | { readonly place: NamePlace /** Zeros fill up to it; 0 = none. */; readonly width: number };

/** A pattern that was read, or what is wrong with it in words. */
export type NamePatternResult =
  | { readonly parts: readonly NamePart[]; readonly problem: null }
  | { readonly parts: null; readonly problem: string };

/** What a picture's name can tell. */
export interface NameFacts {
  /** File name of the source without its ending. */
  readonly stem: string;
  readonly frameNumber: number;
  /** Place among the exported frames, from 1. */
  readonly index: number;
  /** Seconds. */
  readonly time: number;
  /** Points; null = not measured. */
  readonly quality: number | null;
}

/** Longest pattern, in UTF-16 units: with the places filled in the name stays below what file systems take. */
const LONGEST_PATTERN = 60;
/** Longest name without its ending, in bytes of UTF-8: 255 less room for the ending and for temporary names. */
const LONGEST_NAME = 220;
const WIDEST = 12;

const PLACE = /\{([^{}]*)\}/g;
/** What Windows, macOS or Linux refuse in a file name, and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[<>:"/\\|?*\u0000-\u001f\u007f]/;
const ALL_FORBIDDEN = new RegExp(FORBIDDEN.source, 'g');
/** Device names of Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const isPlace = (name: string): name is NamePlace => NAME_PLACES.some((place) => place === name);

function readPlace(inside: string): NamePart | string {
  const [, name = '', digits = ''] = /^([a-z]+)(?::0?(\d{1,2}))?$/.exec(inside) ?? [];
  if (!isPlace(name)) {
    const known = NAME_PLACES.map((place) => `{${place}}`).join(', ');
    return `There is no {${inside}}; there are ${known}, with a width as in {frame:06}.`;
  }
  const width = Number(digits);
  if (width > WIDEST) return `{${inside}} is wider than ${WIDEST}.`;
  return { place: name, width };
}

function problemOf(text: string, parts: readonly NamePart[]): string | null {
  if (text.length > LONGEST_PATTERN) return `A pattern has at most ${LONGEST_PATTERN} characters.`;
  const literal = text.replace(PLACE, '');
  if (/[{}]/.test(literal)) return 'A brace is not closed or not opened.';
  const bad = FORBIDDEN.exec(literal)?.[0];
  if (bad !== undefined) {
    const shown = bad < ' ' || bad === '\u007f' ? 'A control character' : bad;
    return `${shown} is not allowed in file names.`;
  }
  if (/^[\s.]/.test(text)) return 'A name cannot begin with a full stop or a space.';
  const unique = parts.some((part) => 'place' in part && (part.place === 'frame' || part.place === 'index'));
  return unique ? null : 'It needs {frame} or {index}, so that every picture has a name of its own.';
}

/** Reads a pattern such as `{stem}_{frame:06}`. */
export function readNamePattern(text: string): NamePatternResult {
  const parts: NamePart[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACE)) {
    const part = readPlace(match[1] ?? '');
    if (typeof part === 'string') return { parts: null, problem: part };
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push(part);
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  const problem = problemOf(text, parts);
  return problem === null ? { parts, problem } : { parts: null, problem };
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The longest beginning of a text within so many bytes of UTF-8, without half characters. */
function cut(text: string, bytes: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += bytesOf(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}

/** A text as part of a file name that every common file system takes. */
function safeText(text: string): string {
  return text.replace(ALL_FORBIDDEN, '_').replace(/^[\s.]+/, '_');
}

function valueText({ place, width }: { place: NamePlace; width: number }, facts: NameFacts): string {
  switch (place) {
    case 'stem':
      return safeText(facts.stem);
    case 'frame':
      return String(facts.frameNumber).padStart(width, '0');
    case 'index':
      return String(facts.index).padStart(width, '0');
    case 'time':
      return timeName(facts.time).padStart(width, '0');
    case 'quality':
      return facts.quality === null ? 'none' : facts.quality.toFixed(1).padStart(width, '0');
  }
}

/** A time as part of a file name: `h-mm-ss.mmm`. */
export function timeName(seconds: number): string {
  const text = formatTimeCode(seconds);
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text];
  const parts = digits.split(':');
  const [hours, minutes] = parts.length === 3 ? [parts[0], parts[1]] : ['0', parts[0]?.padStart(2, '0')];
  return `${sign}${hours}-${minutes}-${parts.at(-1)}`;
}

/**
 * Fills a pattern in.
 * @returns a file name without its ending; a long stem is cut so that the name stays within limits
 */
export function fillName(parts: readonly NamePart[], facts: NameFacts): string {
  const write = (stem: string): string =>
    parts.map((part) => ('text' in part ? part.text : valueText(part, { ...facts, stem }))).join('');
  const whole = write(facts.stem);
  const stems = parts.filter((part) => 'place' in part && part.place === 'stem').length;
  const over = bytesOf(whole) - LONGEST_NAME;
  const stemBytes = bytesOf(safeText(facts.stem)) - Math.ceil(over / Math.max(1, stems));
  const name = over > 0 && stems > 0 ? write(cut(safeText(facts.stem), stemBytes)) : whole;
  return DEVICE.test(name) ? `_${name}` : name;
}
