import { join } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { FrameRecord } from '../contract/record.ts';
import { type RunFile, TEMPORARY_PREFIX } from '../contract/run-files.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import type { PictureFiles } from './place-picture.ts';

/**
 * Makes pictures of frames that the run did not store, as the run would have written them.
 * @param take gets each picture, encoded, in any order
 * @returns numbers of frames that cannot be decoded
 * @throws AppError when the video is gone, was changed or cannot be read; whatever `take` throws
 */
export type MakePictures = (
  frames: readonly Pick<FrameRecord, 'frame_number' | 'pts'>[],
  take: (frameNumber: number, picture: Uint8Array) => Promise<void>,
  signal: AbortSignal,
) => Promise<readonly number[]>;

/**
 * Pictures from the video of a run.
 * @param programs finds FFmpeg; called only when a picture is wanted
 * @param workers frames worked on at once; null = as many as there are processors
 */
export function videoPictures(
  run: RunFile,
  programs: () => Promise<FfmpegPrograms>,
  workers: number | null = null,
): MakePictures {
  return async (frames, take, signal) => {
    const { decodePictures } = await import('../run/decode-pictures.ts');
    return decodePictures(run, frames, take, { programs: await programs(), signal, workers });
  };
}

/** Frames without a stored picture by what can be done: the run itself could not decode some. */
export function splitPictureless(records: readonly FrameRecord[]): {
  readonly decodable: readonly FrameRecord[];
  readonly warnings: readonly string[];
} {
  const missing = records.filter((record) => record.filename === null);
  const damaged = missing.filter((record) => record.status === 'error');
  const numbers = damaged.map((record) => record.frame_number);
  return {
    decodable: missing.filter((record) => record.status !== 'error'),
    warnings: warnPictureless(numbers, DAMAGED),
  };
}

const DAMAGED = 'could not be decoded';

/** Frames named in a warning. */
const MOST_NAMED = 10;

/** What a person should know about kept frames that have no picture in the run folder and get none in the export. */
export function warnPictureless(numbers: readonly number[], why: string | null): string[] {
  if (numbers.length === 0) return [];
  const named = numbers.slice(0, MOST_NAMED).join(', ') + (numbers.length > MOST_NAMED ? ', …' : '');
  const [subject, verb] = numbers.length === 1 ? ['pinned frame has', 'was'] : ['pinned frames have', 'were'];
  const reason = why === null ? '' : ` (${why})`;
  return [
    `${numbers.length} ${subject} no picture in the run folder and ${verb} not copied: ${named}${reason}`,
  ];
}

/** Pictures from the video, waiting under temporary names. */
export interface FetchedPictures {
  /** Paths by frame number. */
  readonly paths: ReadonlyMap<number, string>;
  readonly warnings: readonly string[];
}

/** What fetching pictures from the video needs. */
export interface FetchTask {
  readonly source: MakePictures;
  /** Where they wait. */
  readonly workFolder: string;
  readonly files: PictureFiles;
  /** Gets the name of every file that was made, also when it throws. */
  readonly made: (name: string) => void;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Decodes frames without a stored picture into temporary files. What keeps the video from being read becomes a
 * warning, so that the other frames can still be exported.
 * @throws AppError `cancelled`, and what the operating system says about the files
 */
export async function fetchPictures(
  records: readonly FrameRecord[],
  { source, workFolder, files, made, onProgress, signal }: FetchTask,
): Promise<FetchedPictures> {
  const paths = new Map<number, string>();
  let writeFailure: unknown = null;
  const take = async (frameNumber: number, picture: Uint8Array): Promise<void> => {
    const name = `${TEMPORARY_PREFIX}picture-${frameNumber}`;
    try {
      await files.write(join(workFolder, name), picture, null);
    } catch (thrown) {
      writeFailure = thrown;
      throw thrown;
    }
    made(name);
    paths.set(frameNumber, join(workFolder, name));
    onProgress(paths.size);
  };
  let why: string | null = DAMAGED;
  try {
    if ((await source(records, take, signal)).length === 0) why = null;
  } catch (thrown) {
    if (writeFailure !== null) throw writeFailure;
    if (signal.aborted) throw new AppError('cancelled');
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown;
    why = thrown.message;
  }
  const left = records.map((record) => record.frame_number).filter((number) => !paths.has(number));
  return { paths, warnings: warnPictureless(left, why) };
}
