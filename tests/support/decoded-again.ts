import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodePictures, type WantedFrame } from '../../dist/index.js';
import type { Analysed } from './analysis.ts';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

/** Pictures of frames by number, decoded again, and the numbers of those that cannot be. */
export async function decodedAgain(
  run: Analysed,
  frames: readonly WantedFrame[],
  signal = new AbortController().signal,
): Promise<{ pictures: ReadonlyMap<number, Buffer>; failed: readonly number[] }> {
  const pictures = new Map<number, Buffer>();
  const take = (number: number, picture: Buffer) => void pictures.set(number, picture);
  const programs = await rememberedFfmpeg();
  const failed = await decodePictures(run.file, frames, take, { programs, signal, workers: 2 });
  return { pictures, failed };
}

/** A picture as the run has written it. */
export const storedPicture = (run: Analysed, name: string | null | undefined) =>
  readFile(path.join(run.folder, name ?? ''));
