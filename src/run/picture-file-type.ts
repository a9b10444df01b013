import type { PictureType } from '../contract/picture-type.ts';

const startsWith = (bytes: Uint8Array, text: string, at: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, at + text.length))
    .toString('latin1', at)
    .startsWith(text);

/** What kind of picture a file's bytes are, of those that a run writes; null for everything else. */
export function pictureFileType(bytes: Uint8Array): PictureType | null {
  if (startsWith(bytes, '\xff\xd8\xff', 0)) return 'jpg';
  if (startsWith(bytes, '\x89PNG', 0)) return 'png';
  if (startsWith(bytes, 'RIFF', 0) && startsWith(bytes, 'WEBP', 8)) return 'webp';
  return startsWith(bytes, 'ftypavif', 4) ? 'avif' : null;
}
