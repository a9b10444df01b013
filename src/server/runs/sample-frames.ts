import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RUN_FILES } from '../../contract/run-files.ts';

/** Pictures that stand for a run in the list. */
export const SAMPLES = 3;
/** Bytes read at once, about a hundred records, and how often in one place. */
const PIECE = 64 * 1024;
const MOST_PIECES = 16;

const keptSchema = z.object({ frame_number: z.int().min(0), status: z.literal('kept') });

function keptFrame(line: string): number | null {
  if (!line.includes('"status":"kept"')) return null;
  try {
    return keptSchema.safeParse(JSON.parse(line)).data?.frame_number ?? null;
  } catch {
    return null;
  }
}

/** The first kept frame in whole lines behind a place of the file that is not among those known; null = none near. */
async function keptBehind(
  handle: FileHandle,
  from: number,
  known: ReadonlySet<number>,
): Promise<number | null> {
  const buffer = Buffer.alloc(PIECE);
  let rest = '';
  for (let piece = 0, at = from; piece < MOST_PIECES; piece++, at += PIECE) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, at);
    if (bytesRead === 0) break;
    // Frame numbers and states are plain letters: it does not matter where other characters are cut.
    const lines = (rest + buffer.toString('latin1', 0, bytesRead)).split('\n');
    rest = lines.pop() ?? '';
    // Only at the beginning of the file the first piece begins with a whole line.
    const whole = piece === 0 && from > 0 ? lines.slice(1) : lines;
    for (const line of whole) {
      const frame = keptFrame(line);
      if (frame !== null && !known.has(frame)) return frame;
    }
  }
  return null;
}

/**
 * Up to three frame numbers with pictures, spread over the run. Reads a few pieces of metadata.jsonl, however long it
 * is, so that of a run with few kept frames it may find fewer.
 */
export async function sampleFrames(folder: string): Promise<number[]> {
  const handle = await open(path.join(folder, RUN_FILES.metadata), 'r').catch(() => null);
  if (handle === null) return [];
  try {
    const { size } = await handle.stat();
    const found = new Set<number>();
    for (let i = 0; i < SAMPLES; i++) {
      const frame = await keptBehind(handle, Math.floor((size * i) / SAMPLES), found);
      if (frame !== null) found.add(frame);
    }
    return [...found].sort((a, b) => a - b);
  } finally {
    await handle.close();
  }
}
