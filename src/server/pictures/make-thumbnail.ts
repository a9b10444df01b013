import { THUMBNAIL_WIDTHS } from '../../contract/http.ts';
import type { RawPicture } from '../../run/decode-pictures.ts';
import { imageLibrary } from '../../run/image-library.ts';
import { pictureFileType } from '../../run/picture-file-type.ts';
import { rawImage } from '../../run/picture-writer.ts';

/** Hardly told from more at this size; docs/benchmarks.md has bytes and times of other settings. */
const QUALITY = 75;
/** More effort takes half as long again and saves 4 % of the bytes. */
const EFFORT = 2;

/** A width in which thumbnails are made. */
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number];

/** The width that is made for a wanted one: the next larger. */
export function thumbnailWidth(wanted: number): ThumbnailWidth {
  return THUMBNAIL_WIDTHS.find((width) => width >= wanted) ?? 640;
}

async function imageOf(picture: Buffer | RawPicture) {
  if (!Buffer.isBuffer(picture)) return rawImage(picture.pixels, picture.format);
  // The library reads many more formats; a run writes none of them.
  if (pictureFileType(picture) === null) throw new Error('no kind of picture that a run writes');
  return (await imageLibrary())(picture).autoOrient();
}

/**
 * A small picture: WebP of the given width, or of the picture's own where that is less.
 * @param picture a picture file, or pixels
 * @throws what the image library says of a picture that it cannot read
 */
export async function makeThumbnail(picture: Buffer | RawPicture, width: ThumbnailWidth): Promise<Buffer> {
  return (await imageOf(picture))
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: QUALITY, effort: EFFORT })
    .toBuffer();
}
