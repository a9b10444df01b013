import { THUMBNAIL_WIDTHS } from '../../../contract/http.ts';
import { type Decoded, type LoaderParts, WishLoader } from './wish-loader.ts';

/** A width in which thumbnails are made. */
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number];

/** A thumbnail that is wanted. */
export interface ThumbnailWish {
  readonly frame: number;
  readonly width: ThumbnailWidth;
}

/** Who wants thumbnails, the most urgent first. */
export const WISHERS = ['hover', 'stage', 'panel', 'limit', 'gallery'] as const;
/** Name of who wants thumbnails. */
export type Wisher = (typeof WISHERS)[number];

/** The width to show a picture in so many device pixels: the next one that is made. */
export function thumbnailWidth(devicePixels: number): ThumbnailWidth {
  // A tenth too small is not seen and often saves half of the bytes.
  return THUMBNAIL_WIDTHS.find((width) => width >= devicePixels * 0.9) ?? 640;
}

/** Loads thumbnails; a picture in a near size stands in for a missing one. */
export class ThumbnailLoader<P extends Decoded> extends WishLoader<Wisher, ThumbnailWish, P> {
  constructor(parts: LoaderParts<ThumbnailWish, P>) {
    super(WISHERS, ({ frame, width }) => `${frame} ${width}`, parts);
  }

  /** The picture in this size or, until that is there, the nearest one: rather larger than smaller. */
  near({ frame, width }: ThumbnailWish): P | null {
    const larger = THUMBNAIL_WIDTHS.filter((candidate) => candidate > width);
    const smaller = THUMBNAIL_WIDTHS.filter((candidate) => candidate < width).reverse();
    for (const candidate of [width, ...larger, ...smaller]) {
      const picture = this.get({ frame, width: candidate });
      if (picture) return picture;
    }
    return null;
  }

  /** Tries a broken picture again, in every size. */
  retryFrame(frame: number): void {
    this.retry(THUMBNAIL_WIDTHS.map((width) => ({ frame, width })));
  }
}
