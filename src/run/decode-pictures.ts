import { stat } from 'node:fs/promises';
import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../contract/analyze-options.ts';
import { AppError, toAppError } from '../contract/app-error.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { RunFile, Source } from '../contract/run-files.ts';
import { isSeekable } from '../decode/decode-call.ts';
import type { FrameRange } from '../decode/decode-method.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import type { StreamMap } from '../decode/stream-map.ts';
import { findRenamed } from '../source/find-renamed.ts';
import { reopenSource } from '../source/open-local.ts';
import { decodeNumbers } from './decode-numbers.ts';
import { encodePicture, type PictureFormat } from './picture-writer.ts';
import { lookAt, type PreparedRun, prepareRun } from './prepare-run.ts';

/** A frame whose picture is wanted. Its pts tells whether the numbering is still that of the run. */
export type WantedFrame = Pick<FrameRecord, 'frame_number' | 'pts'>;

/** What decoding pictures needs from outside. */
export interface PictureContext {
  readonly programs: FfmpegPrograms;
  readonly signal: AbortSignal;
  /** Frames worked on at once; null = as many as there are processors. */
  readonly workers: number | null;
}

/** Takes an encoded picture (JPG or PNG, as the run writes them); decoding waits while many are being taken. */
export type TakePicture = (frameNumber: number, picture: Buffer) => void | Promise<void>;

/** A decoded picture, before it is encoded. */
export interface RawPicture {
  /** Without padding, 8 or 16 bit as the format says; valid until whoever takes the picture is done with it. */
  readonly pixels: Buffer;
  readonly format: PictureFormat;
  /** The still picture's own bytes, where the run keeps them as they are. */
  readonly file?: Uint8Array | null;
}

/** Takes a decoded picture; decoding waits while many are being taken. */
export type TakeRawPicture = (frameNumber: number, picture: RawPicture) => Promise<void>;

/**
 * The options of a run.
 * @throws AppError `run_invalid` for those of another version
 */
export function optionsOfRun(run: RunFile): AnalyzeOptions {
  try {
    return resolveOptions(ANALYZE_OPTIONS, run.options);
  } catch (thrown) {
    const reason = `run.json: ${toAppError(thrown).message}`;
    throw new AppError('run_invalid', { path: run.source.path, reason }, { cause: thrown });
  }
}

/** Tells a state of a video from every other; for pictures, the state of their list is all that costs little. */
async function stampOf({ path, pictures }: Source): Promise<string> {
  const { ino, size, mtimeMs } = await stat(pictures?.folder ?? path);
  return `${ino} ${size} ${mtimeMs}`;
}

/** The source as it lies on the disk, and what tells a later change. */
interface Found {
  readonly source: Source;
  readonly stamp: string;
}

/** Checks that the source is there and the analysed one. */
async function findSource(before: Source): Promise<Found> {
  const source = await reopenSource(before);
  return { source, stamp: await stampOf(source) };
}

/** Why pictures cannot come from the source of a run, as far as it can be told quickly; null = they seem to. */
export async function sourceProblem(source: Source): Promise<AppError | null> {
  const { path, size, pictures } = source;
  const facts = await stat(path).catch(() => null);
  const isThere = pictures ? facts !== null : facts?.isFile() === true;
  if (!isThere && (pictures || (await findRenamed(source)) === null))
    return new AppError('input_missing', { path });
  const isChanged = isThere && !pictures && facts?.size !== size;
  return isChanged ? new AppError('source_changed', { path }) : null;
}

const fits = ({ map: { index } }: PreparedRun, frames: readonly WantedFrame[]) =>
  frames.every(({ frame_number: n, pts }) => n < index.length && index.ptsOf(n) === pts);

/**
 * The video of a run, looked at again: gives pictures that the run did not store or that are lost, equal to those
 * that it would have written. Opening costs a pass over the packets of the video, so it pays to keep it.
 */
export class PictureSource {
  readonly #file: RunFile;
  readonly #options: AnalyzeOptions;
  readonly #programs: FfmpegPrograms;
  #found: Found;
  #run: PreparedRun;

  private constructor(file: RunFile, programs: FfmpegPrograms, found: Found, run: PreparedRun) {
    this.#file = file;
    this.#options = optionsOfRun(file);
    this.#programs = programs;
    this.#found = found;
    this.#run = run;
  }

  /**
   * Looks at the video of a run.
   * @throws AppError `input_missing` (or whatever else keeps the file from being read), `source_changed`,
   * `run_invalid` for options of another version, `cancelled`
   */
  static async open(
    file: RunFile,
    { programs, signal }: Omit<PictureContext, 'workers'>,
  ): Promise<PictureSource> {
    const options = optionsOfRun(file);
    const found = await findSource(file.source);
    const looked = await lookAt(programs, found.source, options, signal);
    return new PictureSource(file, programs, found, await prepareRun(programs, looked, options, signal));
  }

  /** What is known of the frames. */
  get map(): StreamMap {
    return this.#run.map;
  }

  /** Frames that the run looks at, or may be asked to. */
  get range(): FrameRange {
    return this.#run.range;
  }

  /** Size of the written pictures. */
  get size(): { readonly width: number; readonly height: number } {
    return { width: this.#run.chain.width, height: this.#run.chain.height };
  }

  /**
   * Makes sure that frames are numbered as the run numbers them, before frames are asked for that it has no record of.
   * @param known frames of the run
   * @throws AppError `run_invalid`, `decode_failed`, `cancelled`
   */
  async agree(known: readonly WantedFrame[], signal: AbortSignal): Promise<void> {
    if (!fits(this.#run, known)) await this.#numberByDecoding(known, signal);
  }

  /** Whether single frames can be reached without decoding everything before them. */
  get seekable(): boolean {
    const { video, map, chain } = this.#run;
    return map.pictures !== null && isSeekable(video, map, chain, this.#options.hwaccel);
  }

  /**
   * Decodes frames of the run, given in any order.
   * @returns numbers of frames that cannot be decoded, rising
   * @throws AppError `input_missing`, `source_changed`, `run_invalid` when the frames are none of this video,
   * `decode_failed`, `cancelled`, and whatever `take` throws
   */
  async decode(
    frames: readonly WantedFrame[],
    take: TakeRawPicture,
    context: Omit<PictureContext, 'programs'>,
  ): Promise<number[]> {
    await this.#checkAgain(context.signal);
    if (!fits(this.#run, frames)) await this.#numberByDecoding(frames, context.signal);
    const left = new Set(frames.map((frame) => frame.frame_number).sort((a, b) => a - b));
    try {
      await this.#decode(left, take, context);
    } catch (thrown) {
      // The decoder names times that no packet has: only decoding tells the frames of this file.
      const lost = thrown instanceof AppError && thrown.code === 'identity_lost';
      if (!lost || this.#run.map.origin === 'decoded') throw thrown;
      await this.#numberByDecoding(frames, context.signal);
      await this.#decode(left, take, context);
    }
    return [...left];
  }

  async #decode(
    left: Set<number>,
    take: TakeRawPicture,
    { signal, workers }: Omit<PictureContext, 'programs'>,
  ): Promise<void> {
    const means = {
      ffmpeg: this.#programs.ffmpeg,
      hwaccel: this.#options.hwaccel,
      workers,
      streamed: false,
      minStretch: null,
      signal,
    };
    const how = { run: this.#run, options: this.#options, means, simd: null, warn: () => undefined };
    await decodeNumbers(how, [...left], (format) => async (number, { pixels, own, file = null }) => {
      await take(number, { pixels, format: { ...format, ...own }, file });
      left.delete(number);
    });
    if (signal.aborted) throw new AppError('cancelled');
  }

  /** A file that was touched since is compared again. */
  async #checkAgain(signal: AbortSignal): Promise<void> {
    const { source, stamp } = this.#found;
    if ((await stampOf(source).catch(() => null)) === stamp) return;
    this.#found = await findSource(source);
    if (this.#found.source.path === source.path) return;
    const looked = await lookAt(this.#programs, this.#found.source, this.#options, signal);
    this.#run = await prepareRun(this.#programs, looked, this.#options, signal);
  }

  /** Numbers the frames as a run does whose packets did not tell them. */
  async #numberByDecoding(frames: readonly WantedFrame[], signal: AbortSignal): Promise<void> {
    const { source } = this.#file;
    if (this.#run.map.origin !== 'decoded') {
      this.#run = await prepareRun(this.#programs, this.#run, this.#options, signal, true);
    }
    if (fits(this.#run, frames)) return;
    const reason = 'metadata.jsonl: its frames are not those of the video';
    throw new AppError('run_invalid', { path: source.path, reason });
  }
}

/**
 * Makes pictures of frames that a run did not store (dropped by a pre-filter) or that are lost, by decoding its video
 * by frame number; they equal those that the run would have written.
 * @param file contents of the run's run.json
 * @param frames records of the run, or at least number and pts of each; in any order
 * @param take gets each picture, encoded as the run encodes (JPG or PNG), in any order
 * @returns numbers of frames that cannot be decoded, rising
 * @throws AppError `input_missing` when the video is gone, `source_changed` when another file stands in its place,
 * `run_invalid`, `decode_failed`, `cancelled`, and whatever `take` throws
 */
export async function decodePictures(
  file: RunFile,
  frames: readonly WantedFrame[],
  take: TakePicture,
  context: PictureContext,
): Promise<number[]> {
  if (frames.length === 0) return [];
  const source = await PictureSource.open(file, context);
  const encode: TakeRawPicture = async (number, { pixels, format, file }) =>
    take(number, file ? Buffer.from(file) : await encodePicture(pixels, format));
  return source.decode(frames, encode, context);
}
