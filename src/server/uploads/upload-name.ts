import { extname } from 'node:path';

/** Bytes of a name, so that a number still fits and every file system takes it. */
const LONGEST_NAME = 180;
/** A longer ending is no ending. */
const LONGEST_ENDING = 16;

/** Characters that some file system refuses or that would let a name look like another one. */
const UNWANTED = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd<>:"|?*]/gu;
/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function endingOf(name: string): string {
  const ending = extname(name);
  return Buffer.byteLength(ending) > LONGEST_ENDING ? '' : ending;
}

/** As many whole characters as fit into so many bytes. */
function shortened(text: string, bytes: number): string {
  let length = 0;
  let kept = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}

/**
 * The name under which a sent file is stored: the last part of what the page calls it, without anything that could lead
 * elsewhere, hide the file or trouble a file system.
 */
export function uploadName(sent: string | null | undefined): string {
  const last = (sent ?? '').normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(UNWANTED, '')
    .replace(/^[\s.]+/, '')
    .replace(/[\s.]+$/, '');
  if (plain === '') return 'video';
  const ending = endingOf(plain);
  const stem = plain.slice(0, plain.length - ending.length);
  const safe = `${DEVICE.test(plain) ? '_' : ''}${stem}`;
  return `${shortened(safe, LONGEST_NAME - Buffer.byteLength(ending)).trimEnd()}${ending}`;
}

/** The n-th name for files that are called alike: `clip.mp4`, `clip-2.mp4`, ... */
export function numberedName(name: string, n: number): string {
  if (n < 2) return name;
  const ending = endingOf(name);
  return `${name.slice(0, name.length - ending.length)}-${n}${ending}`;
}
