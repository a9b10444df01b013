import { checkedFetch } from '../../api/client.ts';
import { maskUrl, pictureUrl, thumbnailUrl } from '../../api/urls.ts';
import { alphaOf } from '../masks/mask-picture.ts';
import { Thumbnail } from './thumbnail.ts';
import { ThumbnailLoader } from './thumbnail-loader.ts';
import { WishLoader } from './wish-loader.ts';

/** The run whose pictures are shown; the key changes whenever they do. */
export interface PictureRun {
  readonly id: string;
  readonly pictureKey: string;
}

/** Small pictures, decoded. */
export type Thumbnails = ThumbnailLoader<Thumbnail>;
/** Who wants large pictures: what is looked at, then its neighbours. */
export type PictureWisher = 'shown' | 'ahead';
/** Large pictures by frame number, decoded. */
export type Pictures = WishLoader<PictureWisher, number, ImageBitmap>;

const MEGABYTE = 1_000_000;

async function fetchBitmap(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await checkedFetch(url, { signal });
  return createImageBitmap(await response.blob());
}

/** Thumbnails of a run. */
export function thumbnailsOf(run: () => PictureRun): Thumbnails {
  return new ThumbnailLoader({
    load: async ({ frame, width }, signal) => {
      const { id, pictureKey } = run();
      return new Thumbnail(await fetchBitmap(thumbnailUrl(id, frame, width, pictureKey), signal));
    },
    inFlight: 4,
    kept: 400,
    keptBytes: 160 * MEGABYTE,
  });
}

/** The pictures of a run as they are; a 4K picture takes 33 MB. */
export function picturesOf(run: () => PictureRun): Pictures {
  return new WishLoader(['shown', 'ahead'], String, {
    load: (frame, signal) => {
      const { id, pictureKey } = run();
      return fetchBitmap(pictureUrl(id, frame, pictureKey), signal);
    },
    inFlight: 2,
    kept: 12,
    keptBytes: 400 * MEGABYTE,
  });
}

/** The masks of a run, opaque where the subject is. */
export function masksOf(run: () => PictureRun): Pictures {
  return new WishLoader(['shown', 'ahead'], String, {
    load: async (frame, signal) => {
      const { id, pictureKey } = run();
      return alphaOf(await fetchBitmap(maskUrl(id, frame, pictureKey), signal));
    },
    inFlight: 2,
    kept: 8,
    keptBytes: 200 * MEGABYTE,
  });
}
