import path from 'node:path';
import type { Sharp } from 'sharp';
import { toFileError } from '../contract/file-error.ts';
import type { PictureType } from '../contract/picture-type.ts';
import type { PixelKind } from './frame-protocol.ts';
import { imageLibrary } from './image-library.ts';
import type { RunIo } from './run-io.ts';

/** How pictures are written. */
export interface PictureFormat {
  readonly type: PictureType;
  /** Quality of all but PNG, 1 to 100. */
  readonly quality: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: PixelKind;
}

/** From this JPG quality on, colour is kept at full resolution. */
const FULL_CHROMA_QUALITY = 95;

/** File name of a frame's picture. */
export function pictureName(frameNumber: number, type: PictureType): string {
  return `frame_${String(frameNumber).padStart(6, '0')}.${type}`;
}

/** Pixels as an image of the library that encodes. */
export async function rawImage(
  pixels: Buffer,
  { width, height, pixels: kind }: PictureFormat,
): Promise<Sharp> {
  const grey = kind.startsWith('grey');
  const deep = kind.endsWith('16');
  const data = deep ? new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length / 2) : pixels;
  const sharp = await imageLibrary();
  return sharp(data, { raw: { width, height, channels: grey ? 1 : 3 } });
}

/** Encodes pixels; the same pixels give the same bytes. */
export async function encodePicture(pixels: Buffer, format: PictureFormat): Promise<Buffer> {
  const { quality } = format;
  const grey = format.pixels.startsWith('grey');
  const deep = format.pixels.endsWith('16');
  const space = grey ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb';
  const image = (await rawImage(pixels, format)).toColourspace(space);
  if (format.type === 'png') return image.png({ compressionLevel: 6, adaptiveFiltering: false }).toBuffer();
  if (format.type !== 'jpg') return image.toFormat(format.type, { quality, effort: 2 }).toBuffer();
  const chromaSubsampling = quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0';
  // Optimised Huffman tables would save 2 % of the bytes and cost three times the time.
  return image.jpeg({ quality, chromaSubsampling, optimiseCoding: false }).toBuffer();
}

/**
 * Writes a picture under a temporary name and renames it, so that a picture is there whole or not at all.
 * @throws AppError `disk_full`, `output_unwritable`
 */
export async function writePicture(io: RunIo, folder: string, name: string, data: Uint8Array): Promise<void> {
  try {
    const temporary = await io.writeTemporary(folder, data);
    await io.rename(temporary, path.join(folder, name));
  } catch (thrown) {
    throw toFileError(thrown, folder);
  }
}
