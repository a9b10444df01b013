import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../contract/app-error.ts';
import type { PictureList } from '../../contract/run-files.ts';
import type { FfmpegPrograms } from '../../decode/ffmpeg-programs.ts';
import { readNearPicture } from '../../decode/read-near-picture.ts';
import { imageLibrary } from '../../run/image-library.ts';
import { pictureFiles } from '../../source/open-pictures.ts';
import { Gate } from '../work/gate.ts';
import { SharedWork } from '../work/shared-work.ts';
import type { ProbedSource } from './source-prober.ts';

/** Which picture of a source is wanted. */
export interface StripPlace {
  /** Place in the video, 0 to 1. */
  readonly at: number;
  /** Pixels. */
  readonly width: number;
}

/** A small copy of the picture at a place of a list. */
async function stripStill(list: PictureList, at: number, width: number, ffmpeg: string): Promise<Buffer> {
  const files = pictureFiles(list);
  const file = files[Math.min(Math.floor(at * files.length), files.length - 1)] ?? '';
  const sharp = await imageLibrary();
  try {
    const { readStill } = await import('../../run/stills/read-still.ts');
    const picture = { file, bytes: await readFile(file) };
    const still = await readStill(picture, { deep: false, ffmpeg }, () => undefined);
    const channels = still.pixels === 'grey8' ? 1 : 3;
    const image = sharp(still.data, { raw: { width: still.width, height: still.height, channels } });
    return await image.resize({ width, withoutEnlargement: true }).webp(WEBP).toBuffer();
  } catch (thrown) {
    throw new AppError('input_no_frames', { path: file, reason: String(thrown) }, { cause: thrown });
  }
}

const MOST_BYTES = 32 * 2 ** 20;
/** Encoding time matters more than the last tenth of the bytes: they never leave the machine. */
const WEBP = { quality: 78, effort: 2 } as const;

/** Small pictures of sources for the strip above the form: made two at a time, kept in memory. */
export class StripPictures {
  readonly #programs: () => Promise<FfmpegPrograms>;
  readonly #gate = new Gate(2);
  readonly #work = new SharedWork<Uint8Array<ArrayBuffer>>();
  readonly #made = new LRUCache<string, Uint8Array<ArrayBuffer>>({
    maxSize: MOST_BYTES,
    sizeCalculation: (picture) => picture.byteLength,
  });

  /** @param programs finds FFmpeg */
  constructor(programs: () => Promise<FfmpegPrograms>) {
    this.#programs = programs;
  }

  /** The entity tag of a picture, known before it is made. */
  tagOf({ stamp }: ProbedSource, { at, width }: StripPlace): string {
    return createHash('sha256').update(`${stamp} ${at} ${width}`).digest('hex').slice(0, 32);
  }

  /**
   * A picture as WebP.
   * @throws AppError `input_no_frames` where nothing can be decoded there, `cancelled`
   */
  async picture(
    source: ProbedSource,
    place: StripPlace,
    signal: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const key = this.tagOf(source, place);
    const known = this.#made.get(key);
    if (known) return known;
    return this.#work.run(key, signal, (shared) =>
      this.#gate.run(shared, async () => {
        const picture = new Uint8Array(await this.#make(source, place, shared));
        this.#made.set(key, picture);
        return picture;
      }),
    );
  }

  async #make(
    { source, video }: ProbedSource,
    { at, width }: StripPlace,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const programs = await this.#programs();
    if (source.pictures) return stripStill(source.pictures, at, width, programs.ffmpeg);
    const { pixels, ...size } = await readNearPicture(programs, video, at, width, signal);
    const sharp = await imageLibrary();
    const image = sharp(pixels, { raw: { ...size, channels: 3 } });
    return image.webp(WEBP).toBuffer();
  }
}
