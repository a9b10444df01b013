import { AppError } from '../../contract/app-error.ts';
import { type PictureType, stillType } from '../../contract/picture-type.ts';
import type { DecodeMethod } from '../../decode/decode-method.ts';
import { knownPicks } from '../../decode/known-picks.ts';
import type { DecodeMeans } from '../decode-means.ts';
import type { DecodeSink } from '../decode-run.ts';
import type { FrameSettings } from '../frame-protocol.ts';
import type { PendingPicture } from '../frame-workers.ts';
import type { PreparedRun } from '../prepare-run.ts';
import type { ReadyFrame } from '../stretch-frames.ts';
import { type Stills, stillWorkers } from './prepare-stills.ts';
import { StillPool } from './still-pool.ts';
import type { StillMeasured } from './still-protocol.ts';

/** Frames begun at once for each thread: one is looked at while another is written. */
const BEGUN_EACH = 2;

/** The picture for the sink; its bytes are kept as they are where they are of the kind that the run writes. */
function pendingPicture(
  { picture, type: contents, width, height }: StillMeasured,
  type: PictureType,
): PendingPicture | null {
  if (picture === null) return null;
  const { kind, pixels, bytes } = picture;
  return {
    pixels: Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length),
    own: { type, width, height, pixels: kind },
    file: contents === type ? bytes : null,
    release: () => undefined,
  };
}

/** The pictures that a method picks, by rising number. */
function pickedNumbers({ map, range }: PreparedRun, method: DecodeMethod, from: number): readonly number[] {
  const first = Math.max(from, range.first);
  const all = () => Array.from({ length: Math.max(range.end - first, 0) }, (_, i) => first + i);
  return knownPicks(map, method, range, from) ?? all();
}

/**
 * Looks at pictures from a frame number on and hands them to a sink in order, as `decodeFrames` does with a video. What
 * cannot be decoded becomes an error frame.
 * @throws AppError `input_missing`, `input_unreadable` when a file is gone or cannot be read any more; what the sink throws
 */
export async function decodeStills(
  run: PreparedRun,
  stills: Stills,
  method: DecodeMethod,
  from: number,
  { preFilter, faces, simd }: FrameSettings,
  sink: DecodeSink,
  { workers, signal }: DecodeMeans,
): Promise<void> {
  const numbers = pickedNumbers(run, method, from);
  if (numbers.length === 0 || signal.aborted) return;
  const { deep, ffmpeg } = stills;
  const size = Math.min(stillWorkers(workers), numbers.length);
  const pool = new StillPool(size, { settings: { deep, ffmpeg }, preFilter, faces, simd });

  const look = async (number: number): Promise<ReadyFrame> => {
    const file = stills.files[number] ?? '';
    const original = stills.list.names[number] ?? '';
    const stored = stillType(original, stills.png);
    const frame = { frameNumber: number, pts: number, pictureType: 'I', original, stored };
    const reply = await pool.look(file);
    if (reply.news === 'damaged') return { ...frame, result: null, error: reply.reason };
    if (reply.news === 'failed') throw new AppError(reply.code, reply.details);
    if (reply.news === 'unreadable') {
      if (reply.code === 'ENOENT') throw new AppError('input_missing', { path: file });
      throw new AppError('input_unreadable', { path: file, reason: reply.reason });
    }
    const picture = pendingPicture(reply, stored);
    if (picture) await sink.writePicture(number, picture);
    return { ...frame, result: reply.result };
  };

  const begun: Promise<ReadyFrame>[] = [];
  let next = 0;
  const begin = () => {
    const number = numbers[next];
    if (number === undefined || signal.aborted || begun.length >= size * BEGUN_EACH) return false;
    next++;
    const frame = look(number);
    // Whoever fails first is awaited in its turn; the others must not count as unhandled until then.
    frame.catch(() => undefined);
    begun.push(frame);
    return true;
  };
  try {
    for (;;) {
      while (begin());
      const frame = begun.shift();
      if (!frame) return;
      await sink.record(await frame);
    }
  } finally {
    await pool.close();
    await Promise.allSettled(begun);
  }
}
