import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import envPaths from 'env-paths';
import type { Sharp } from 'sharp';
import { AppError } from '../../contract/app-error.ts';
import { toFileError } from '../../contract/file-error.ts';
import { TEMPORARY_PREFIX } from '../../contract/run-files.ts';
import { imageLibrary } from '../image-library.ts';
import { ApngWriter } from './apng.ts';

/** Decoded frames held at once, bytes. Reaching a frame means decoding all before it, so there should be many. */
const MOST_BYTES = 2 ** 27;
/** A conversion that nobody has used for so long is made again when needed. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

const cacheFolder = () => path.join(envPaths('framesift', { suffix: '' }).cache, 'converted');

interface Frames {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** Milliseconds that each is shown. */
  readonly delays: readonly number[];
}

async function framesOf(bytes: Buffer): Promise<Frames> {
  const sharp = await imageLibrary();
  const {
    pages = 1,
    width,
    pageHeight,
    height,
    delay = [],
    hasAlpha,
  } = await sharp(bytes, { pages: -1 }).metadata();
  return { count: pages, width, height: pageHeight ?? height, channels: hasAlpha ? 4 : 3, delays: delay };
}

/** The frames as PNG, in order. */
async function* pngFrames(bytes: Buffer, frames: Frames, signal: AbortSignal): AsyncGenerator<Buffer> {
  const sharp = await imageLibrary();
  const { count, width, height, channels } = frames;
  const each = width * height * channels;
  const many = Math.max(1, Math.floor(MOST_BYTES / each));
  const encode = (image: Sharp) =>
    image.png({ compressionLevel: 1, adaptiveFiltering: false, palette: false }).toBuffer();
  for (let first = 0; first < count; first += many) {
    const pages = Math.min(many, count - first);
    const decoded = sharp(bytes, { page: first, pages, limitInputPixels: false, failOn: 'truncated' });
    const pixels = await (channels === 4 ? decoded.ensureAlpha() : decoded.removeAlpha()).raw().toBuffer();
    for (let i = 0; i < pages; i++) {
      if (signal.aborted) throw new AppError('cancelled');
      const frame = pixels.subarray(i * each, (i + 1) * each);
      yield encode(sharp(frame, { raw: { width, height, channels } }).toColourspace('srgb'));
    }
  }
}

async function write(file: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const frames = await framesOf(bytes);
  const writer = new ApngWriter(frames.count);
  const handle = await open(file, 'w');
  try {
    let number = 0;
    for await (const png of pngFrames(bytes, frames, signal)) {
      await handle.writeFile(writer.frame(png, frames.delays[number++] ?? 0));
    }
    await handle.writeFile(writer.end());
  } finally {
    await handle.close();
  }
}

/** Removes conversions that were not used for long. */
async function tidy(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (facts && now - facts.mtimeMs > KEPT_MS) await rm(file, { force: true }).catch(() => undefined);
  }
}

let count = 0;

/**
 * An animated WebP as animated PNG, which FFmpeg reads: the same pixels and times. It is kept in the user's cache folder
 * and made once for the same contents.
 * @param fingerprint of the file
 * @returns path of the PNG
 * @throws AppError `input_not_video` for a damaged file, `disk_full`, `output_unwritable`, `cancelled`
 */
export async function convertWebp(file: string, fingerprint: string, signal: AbortSignal): Promise<string> {
  const folder = cacheFolder();
  const target = path.join(folder, `${fingerprint}.png`);
  const now = Date.now();
  if (await stat(target).catch(() => null)) {
    await utimes(target, now / 1000, now / 1000).catch(() => undefined);
    return target;
  }
  const temporary = path.join(folder, `${TEMPORARY_PREFIX}${process.pid}-${count++}`);
  try {
    await mkdir(folder, { recursive: true });
    await tidy(folder, now);
    await write(temporary, await readFile(file), signal);
    await rename(temporary, target);
    return target;
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (thrown instanceof AppError) throw thrown;
    if (thrown instanceof Error && 'code' in thrown) throw toFileError(thrown, folder);
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('input_not_video', { path: file, reason }, { cause: thrown });
  }
}
