import type { Sharp } from 'sharp';
import { AppError } from '../contract/app-error.ts';
import type { ExportOptions } from '../contract/export-options.ts';
import { imageLibrary } from '../run/image-library.ts';
import type { ExportStyle } from './export-style.ts';

/** How pictures are converted. */
export interface Conversion {
  readonly format: Exclude<ExportOptions['format'], 'copy'>;
  /** 1 to 100, for all but PNG. */
  readonly quality: number;
  /** Most pixels of the longer side; null = as they are. */
  readonly longestSide: number | null;
}

/** From this JPG quality on, colour is kept at full resolution. */
const FULL_CHROMA_QUALITY = 95;

/** The conversion that a style asks for; null = pictures are copied. */
export function conversionOf({ format, quality, longestSide }: ExportStyle): Conversion | null {
  return format === 'copy' ? null : { format, quality, longestSide };
}

function encode(image: Sharp, { format, quality }: Conversion): Sharp {
  switch (format) {
    case 'jpg': {
      const chromaSubsampling = quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0';
      return image.jpeg({ quality, chromaSubsampling, optimiseCoding: false });
    }
    case 'png':
      return image.png({ compressionLevel: 6, adaptiveFiltering: false });
    // More effort costs many times the time for 2 % of the bytes (AVIF: 16 s instead of 1.4 s for 1920x1080).
    case 'webp':
      return image.webp({ quality, effort: 2 });
    case 'avif':
      return image.avif({ quality, effort: 2 });
  }
}

/**
 * Converts one picture. The same picture and conversion give the same bytes. PNG keeps 16 bit where the picture has
 * them, the other formats have 8; grey stays grey; a colour profile is kept.
 * @param picture path or bytes
 * @param path what errors call it
 * @throws AppError `picture_invalid`
 */
export async function convertPicture(
  picture: string | Buffer,
  conversion: Conversion,
  path: string,
): Promise<Buffer> {
  const { format, longestSide } = conversion;
  const sharp = await imageLibrary();
  try {
    const image = sharp(picture).autoOrient();
    const { channels, depth, space } = await image.metadata();
    // Print colours are converted, so their profile would be wrong.
    if (space !== 'cmyk') image.keepIccProfile();
    const deep = depth === 'ushort' && format === 'png';
    const grey = channels === 1;
    if (longestSide !== null) {
      image.resize({
        width: longestSide,
        height: longestSide,
        fit: 'inside',
        withoutEnlargement: true,
        kernel: 'lanczos3',
        // Decoding a JPG at an eighth of its size is quicker and less sharp.
        fastShrinkOnLoad: false,
      });
    }
    image.toColourspace(grey ? (deep ? 'grey16' : 'b-w') : deep ? 'rgb16' : 'srgb');
    return await encode(image, conversion).toBuffer();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('picture_invalid', { path, reason }, { cause: thrown });
  }
}
