import type { Readable } from 'node:stream';

/**
 * Reads pictures from a pipe, one after the other, until it ends.
 * @param target place of a whole picture
 * @param onPicture called when one is complete
 */
export async function readPictures(pipe: Readable, target: Uint8Array, onPicture: () => void): Promise<void> {
  let filled = 0;
  for await (const chunk of pipe) {
    const bytes: Uint8Array = chunk;
    for (let taken = 0; taken < bytes.length; ) {
      const count = Math.min(bytes.length - taken, target.length - filled);
      target.set(bytes.subarray(taken, taken + count), filled);
      taken += count;
      filled += count;
      if (filled < target.length) continue;
      filled = 0;
      onPicture();
    }
  }
}
