import { readSync } from 'node:fs';

const NEWLINE = 0x0a;
/** What yuv4mpegpipe writes before every picture. */
const FRAME_HEADER_BYTES = 'FRAME\n'.length;

/** Reads until `target` is full; returns the bytes read, fewer only at the end of the pipe. */
function readFully(descriptor: number, target: Uint8Array): number {
  let filled = 0;
  while (filled < target.length) {
    const count = readSync(descriptor, target, filled, target.length - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** Reads the text line that opens a yuv4mpegpipe stream. */
export function skipStreamHeader(descriptor: number): void {
  const byte = new Uint8Array(1);
  while (readSync(descriptor, byte, 0, 1, null) === 1) if (byte[0] === NEWLINE) return;
}

/** Bytes that stand before every picture in a pipe. */
export function pictureHeaderBytes(container: 'yuv4mpegpipe' | 'rawvideo'): number {
  return container === 'yuv4mpegpipe' ? FRAME_HEADER_BYTES : 0;
}

/**
 * Reads the next picture from a blocking pipe.
 * @param target header and picture, in one piece so that one call can fill it
 * @returns false at the end of the pipe (a picture cut short by it counts as none)
 */
export function readPicture(descriptor: number, target: Uint8Array): boolean {
  return readFully(descriptor, target) === target.length;
}
