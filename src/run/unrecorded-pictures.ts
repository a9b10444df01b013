import path from 'node:path';
import type { RunIo } from './run-io.ts';

const PICTURE = /^frame_(\d+)\.(?:jpg|png|webp|avif)$/;

/**
 * Removes pictures that a killed session wrote and did not come to record. They would be written again, except those
 * of frames that only looked like picks because a signal had stopped FFmpeg.
 * @param last last recorded frame number, -1 when there is none
 */
export async function discardUnrecorded(io: RunIo, folder: string, last: number): Promise<void> {
  for (const name of await io.list(folder)) {
    const number = PICTURE.exec(name)?.[1];
    if (number !== undefined && Number(number) > last) await io.discard(path.join(folder, name));
  }
}
