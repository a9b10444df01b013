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

/** How still pictures begin, and files that could be some: for the others nobody has to load more. */
const BEGINNINGS =
  /^(?:\xff\xd8\xff|\x89PNG|RIFF....WEBP|II\*\0|MM\0\*|BM|....ftyp(?:avif|heic|heix|mif1)|\xff\x0a|\0\0\0\x0c(?:JXL |jP {2}))/s;

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
  if (!BEGINNINGS.test(head.toString('latin1', 0, 16))) return 'other';
  // The head would not do: the directory of a TIFF may stand at its end.
  const { fileTypeFromFile } = await import('file-type');
  const found = await fileTypeFromFile(file);
  // Raw motion JPEG begins like a photograph.
  const isStill = found !== undefined && STILLS.has(found.mime) && !isVideoName(file);
  return isStill ? 'still' : 'other';
}
