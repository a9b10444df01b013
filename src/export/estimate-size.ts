import { stat } from 'node:fs/promises';
import { type Conversion, convertPicture } from './convert-picture.ts';
import { inParallel } from './in-parallel.ts';
import type { SheetLayout } from './sheet-layout.ts';
import { tileBytes } from './sheet-tile.ts';
import { spreadSample } from './spread-sample.ts';

/** Files whose size is looked up; of more files a sample is. */
const MOST_LOOKED_UP = 400;
/** Pictures converted for an estimate, and how long that may take before the rest is left out. */
const MOST_CONVERTED = 6;
const PATIENCE_MS = 1500;
const AT_ONCE = 2;
/** Estimates that are remembered. */
const MOST_KNOWN = 2000;

const mean = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;

/** Measures what pictures take in an export; sizes of converted samples are remembered. */
export class SizeEstimator {
  readonly #known = new Map<string, number>();
  readonly #now: () => number;

  /** @param now milliseconds, for tests */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Mean size of pictures as they are, bytes: of all of them, or of a sample of many.
   * @throws what the operating system says, such as ENOENT
   */
  async stored(paths: readonly string[]): Promise<number> {
    const sizes: number[] = [];
    await inParallel(spreadSample(paths, MOST_LOOKED_UP), 16, async (path) => {
      sizes.push((await stat(path)).size);
    });
    return mean(sizes);
  }

  /**
   * Mean size of converted pictures, bytes: up to six are converted.
   * @throws AppError `picture_invalid`
   */
  async converted(paths: readonly string[], conversion: Conversion): Promise<number> {
    const { format, quality, longestSide } = conversion;
    return this.#sampled(paths, `${format} ${quality} ${longestSide}`, async (path) => {
      return (await convertPicture(path, conversion, path)).length;
    });
  }

  /**
   * Mean size of a picture on a contact sheet, bytes.
   * @throws AppError `picture_invalid`
   */
  async tiles(paths: readonly string[], format: 'jpg' | 'png' | 'pdf', layout: SheetLayout): Promise<number> {
    const { width, height } = layout.boxOf(0);
    return this.#sampled(paths, `tile ${format} ${width} ${height}`, (path) =>
      tileBytes(path, { width, height }, format),
    );
  }

  async #sampled(
    paths: readonly string[],
    how: string,
    measure: (path: string) => Promise<number>,
  ): Promise<number> {
    const end = this.#now() + PATIENCE_MS;
    const sizes: number[] = [];
    await inParallel(spreadSample(paths, MOST_CONVERTED), AT_ONCE, async (path) => {
      if (sizes.length > 0 && this.#now() > end) return;
      const key = `${how} ${path}`;
      const size = this.#known.get(key) ?? (await measure(path));
      this.#remember(key, size);
      sizes.push(size);
    });
    return mean(sizes);
  }

  #remember(key: string, size: number): void {
    this.#known.delete(key);
    this.#known.set(key, size);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
  }
}
