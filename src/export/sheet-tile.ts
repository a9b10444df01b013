import type { Sharp } from 'sharp';
import { AppError } from '../contract/app-error.ts';
import { imageLibrary } from '../run/image-library.ts';

/** Size in which a picture stands on a contact sheet: pixels, or points in a PDF. */
export interface TileSize {
  readonly width: number;
  readonly height: number;
}

/** A small picture in 8-bit RGB, without padding. */
export interface Tile extends TileSize {
  readonly pixels: Buffer;
}

/** A small picture as JPG. */
export interface JpgTile extends TileSize {
  readonly bytes: Buffer;
}

/** Pixels of an inch of print, and points. */
const PRINT_DPI = 220;
const POINTS = 72;

/** How sheets are encoded. */
export const SHEET_JPG = { quality: 90, chromaSubsampling: '4:4:4' } as const;
/** How sheets without loss are encoded. */
export const SHEET_PNG = { compressionLevel: 6 } as const;
const PDF_JPG = { quality: 85 } as const;

async function small<T>(
  path: string,
  { width, height }: TileSize,
  finish: (image: Sharp) => Promise<T>,
): Promise<T> {
  const sharp = await imageLibrary();
  const size = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  try {
    return await finish(
      sharp(path)
        .autoOrient()
        .resize({ ...size, fit: 'inside' })
        .toColourspace('srgb'),
    );
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('picture_invalid', { path, reason }, { cause: thrown });
  }
}

const inPrint = ({ width, height }: TileSize): TileSize => ({
  width: (width * PRINT_DPI) / POINTS,
  height: (height * PRINT_DPI) / POINTS,
});

/**
 * A picture made to fit, in pixels.
 * @throws AppError `picture_invalid`
 */
export async function tileOf(path: string, size: TileSize): Promise<Tile> {
  const { data, info } = await small(path, size, (image) =>
    image.raw().toBuffer({ resolveWithObject: true }),
  );
  return { width: info.width, height: info.height, pixels: data };
}

/**
 * A picture made to fit a size in points, in the resolution of print.
 * @throws AppError `picture_invalid`
 */
export async function printTileOf(path: string, size: TileSize): Promise<JpgTile> {
  const { data, info } = await small(path, inPrint(size), (image) =>
    image.jpeg(PDF_JPG).toBuffer({ resolveWithObject: true }),
  );
  return { width: info.width, height: info.height, bytes: data };
}

/**
 * About what a picture takes on a contact sheet, bytes.
 * @throws AppError `picture_invalid`
 */
export async function tileBytes(
  path: string,
  size: TileSize,
  format: 'jpg' | 'png' | 'pdf',
): Promise<number> {
  switch (format) {
    case 'pdf':
      return (await printTileOf(path, size)).bytes.length;
    case 'jpg':
      return (await small(path, size, (image) => image.jpeg(SHEET_JPG).toBuffer())).length;
    case 'png':
      return (await small(path, size, (image) => image.png(SHEET_PNG).toBuffer())).length;
  }
}
