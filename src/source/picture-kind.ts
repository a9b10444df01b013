import { open } from 'node:fs/promises';
import { isVideoName } from './name-endings.ts';

/** Bytes at the head of a file that tell whether it may be a picture. */
const HEAD_BYTES = 64;

const STILLS = new Set(
  'image/jpeg image/png image/webp image/avif image/tiff image/bmp image/heic image/heif image/jxl image/jp2'.split(
    ' ',
  ),
);

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** How still pictures begin: JPG, PNG, TIFF (two byte orders), BMP, JPEG XL (two forms), JPEG 2000. */
const BEGINNINGS = [
  ...['\xff\xd8\xff', '\x89PNG', 'II*\0', 'MM\0*', 'BM'],
  ...['\xff\x0a', '\0\0\0\x0cJXL ', '\0\0\0\x0cjP  '],
];
/** Brands of AVIF and HEIC, which begin like videos. */
const BRANDS = ['avif', 'heic', 'heix', 'mif1'];

/** Whether a file could be a still picture: for all others nobody has to load more. */
function mayBePicture(head: Buffer): boolean {
  const text = head.toString('latin1', 0, 16);
  const isWebp = text.startsWith('RIFF') && text.startsWith('WEBP', 8);
  const isBrand = text.startsWith('ftyp', 4) && BRANDS.includes(text.slice(8, 12));
  return isWebp || isBrand || BEGINNINGS.some((beginning) => text.startsWith(beginning));
}

/** The animation flag of a WebP's VP8X chunk (RIFF container specification of WebP). */
function isAnimatedWebp(head: Buffer): boolean {
  const isExtended =
    head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 16) === 'WEBPVP8X';
  return isExtended && ((head[20] ?? 0) & 0b10) !== 0;
}

/**
 * What the contents of a file are: a still picture, an animated WebP (which FFmpeg cannot read), or anything else, for
 * FFmpeg to judge: videos, GIF and APNG.
 */
export async function pictureKind(file: string): Promise<'still' | 'animated-webp' | 'other'> {
  const head = await headOf(file);
  if (isAnimatedWebp(head)) return 'animated-webp';
  if (!mayBePicture(head)) return 'other';
  // The head would not do: the directory of a TIFF may stand at its end.
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(file);
  // Raw motion JPEG begins like a photograph.
  const isStill = found !== undefined && STILLS.has(found.mime) && !isVideoName(file);
  return isStill ? 'still' : 'other';
}
