import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { type Conversion, convertPicture } from './convert-picture.ts';
import { inParallel } from './in-parallel.ts';
import { type PictureFiles, placePicture } from './place-picture.ts';

/** A picture on its way into the export. */
export interface PlacedFrame {
  /** Path of the picture as the run stored it, or as it was decoded for the export. */
  readonly from: string;
  /** File name in the export. */
  readonly name: string;
  /** Whether {@link from} belongs to the run, so that it may be linked and its times count. */
  readonly stored: boolean;
}

/** How pictures are placed. */
export interface PlaceTask {
  readonly workFolder: string;
  /** null = as they are. */
  readonly conversion: Conversion | null;
  readonly link: boolean;
  readonly files: PictureFiles;
  /** Conversions at the same time; null = as many as pay. */
  readonly workers: number | null;
  /** Gets the name of every file that was made, also when it throws. */
  readonly made: (name: string) => void;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** Copies at the same time; enough to keep a disk busy. */
const COPIES = 8;
/** Conversions at the same time: Node does them on four threads. */
const CONVERSIONS = 4;

/**
 * Places every picture.
 * @returns how many pictures of the run were copied, converted ones not counted
 * @throws AppError `cancelled`, `picture_invalid`, and what the operating system says
 */
export async function placeFrames(
  frames: readonly PlacedFrame[],
  { workFolder, conversion, link, files, workers, made, onProgress, signal }: PlaceTask,
): Promise<{ copies: number }> {
  let copies = 0;
  let done = 0;
  const most = conversion ? (workers ?? Math.min(CONVERSIONS, availableParallelism())) : COPIES;
  await inParallel(frames, most, async ({ from, name, stored }) => {
    if (signal.aborted) throw new AppError('cancelled');
    const to = join(workFolder, name);
    if (conversion) {
      await files.write(to, await convertPicture(from, conversion, from), from);
    } else if ((await placePicture(from, to, link && stored, files)) === 'copied' && stored) {
      copies++;
    }
    made(name);
    onProgress(++done);
  });
  return { copies };
}
