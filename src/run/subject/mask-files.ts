import path from 'node:path';
import { imageLibrary } from '../image-library.ts';
import { writePicture } from '../picture-writer.ts';
import type { RunIo } from '../run-io.ts';

/** Folder of the masks in a run folder. */
export const MASK_FOLDER = 'masks';

/** File name of a frame's mask in its folder. */
export function maskName(frameNumber: number): string {
  return `frame_${String(frameNumber).padStart(6, '0')}.png`;
}

/** Path of a frame's mask below the run folder, with slashes. */
export function maskPath(frameNumber: number): string {
  return `${MASK_FOLDER}/${maskName(frameNumber)}`;
}

/** A mask as a PNG of one grey channel; the same mask gives the same bytes. */
export async function encodeMask(mask: Uint8Array, width: number, height: number): Promise<Buffer> {
  const sharp = await imageLibrary();
  const image = sharp(mask, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
  return image.png({ compressionLevel: 6, adaptiveFiltering: false }).toBuffer();
}

/**
 * Reads a mask back.
 * @returns one byte a pixel, 255 inside; null where there is none or it is not of this size
 */
export async function readMask(file: string, width: number, height: number): Promise<Uint8Array | null> {
  const sharp = await imageLibrary();
  const read = sharp(file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const { data, info } = await read.catch(() => ({ data: null, info: null }));
  return info?.width === width && info.height === height && info.channels === 1 ? data : null;
}

/**
 * Stores a mask beside the pictures.
 * @throws AppError `disk_full`, `output_unwritable`
 */
export async function storeMask(
  io: RunIo,
  folder: string,
  frameNumber: number,
  mask: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  const data = await encodeMask(mask, size.width, size.height);
  await writePicture(io, path.join(folder, MASK_FOLDER), maskName(frameNumber), data);
}
