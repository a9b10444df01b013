import type { Decoded } from './wish-loader.ts';

/** A small picture, decoded, and once more at the size in which the gallery shows it. */
export class Thumbnail implements Decoded {
  readonly bitmap: ImageBitmap;
  #fitted: ImageBitmap | null = null;

  constructor(bitmap: ImageBitmap) {
    this.bitmap = bitmap;
  }

  /** Pixels of the picture as it was decoded. */
  get width(): number {
    return this.bitmap.width;
  }

  /** See {@link width}. */
  get height(): number {
    return this.bitmap.height;
  }

  /**
   * The picture at another size. It is scaled once and kept: without a graphics card scaling takes eight times as long
   * as copying, and a gallery whose limits move draws every cell again and again.
   */
  fitted(width: number, height: number): ImageBitmap {
    const { bitmap } = this;
    if (bitmap.width === width && bitmap.height === height) return bitmap;
    if (this.#fitted?.width === width && this.#fitted.height === height) return this.#fitted;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) return bitmap;
    context.imageSmoothingQuality = 'medium';
    context.drawImage(bitmap, 0, 0, width, height);
    this.#fitted?.close();
    this.#fitted = canvas.transferToImageBitmap();
    return this.#fitted;
  }

  /** Lets go of the memory. */
  close(): void {
    this.bitmap.close();
    this.#fitted?.close();
  }
}
