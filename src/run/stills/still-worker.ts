import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { FaceLook } from '../faces/face-look.ts';
import { type FaceSettings, judgeFaces } from '../faces/face-settings.ts';
import type { FrameResult } from '../frame-protocol.ts';
import { workerFailure } from '../worker-failure.ts';
import { readStill, type Still } from './read-still.ts';
import type { StillReply, StillRequest, StillWorkerData } from './still-protocol.ts';
import { StillTask } from './still-task.ts';

const { settings, preFilter, faces, simd, held: heldBuffer }: StillWorkerData = workerData;
const task = new StillTask(preFilter, simd);
const held = new Int32Array(heldBuffer);

/** Thousands of pixels that are worked on at once; a larger picture is worked on alone. About 7 bytes a pixel. */
const MOST_HELD = 60_000;

/** Waits until the pictures of the other workers leave room for so many thousands of pixels. */
function claim(thousands: number): void {
  for (;;) {
    const before = Atomics.load(held, 0);
    if (before > 0 && before + thousands > MOST_HELD) Atomics.wait(held, 0, before);
    else if (Atomics.compareExchange(held, 0, before, before + thousands) === before) return;
  }
}

function release(thousands: number): void {
  Atomics.sub(held, 0, thousands);
  Atomics.notify(held, 0);
}

/** A view of its own memory, which can be handed over; small buffers of Node share one. */
function ownBytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer: memory, byteOffset, length } = buffer;
  const alone = byteOffset === 0 && length === memory.byteLength && memory instanceof ArrayBuffer;
  return alone ? new Uint8Array(memory) : new Uint8Array(buffer);
}

const reasonOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

let faceLook: FaceLook | null = null;

/** Looks for faces too, in a picture that is about to be written. */
async function withFaces(
  measured: FrameResult,
  { width, height, pixels: kind, data }: Still,
  faceSettings: FaceSettings,
): Promise<FrameResult> {
  try {
    faceLook ??= await FaceLook.open(faceSettings);
    const found = await faceLook.read({ width, height, kind, data });
    return { ...measured, faces: found, reason: judgeFaces(found, faceSettings.preFilter) };
  } catch (thrown) {
    throw new FaceFailure(thrown);
  }
}

/** The models failed, not the picture. */
class FaceFailure extends Error {
  constructor(cause: unknown) {
    super('faces', { cause });
  }
}

async function look(file: string): Promise<StillReply> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    return { news: 'unreadable', code, reason: reasonOf(thrown) };
  }
  let claimed = 0;
  try {
    const still = await readStill({ file, bytes }, settings, (pixels) => {
      const thousands = Math.ceil(pixels / 1000);
      claim(thousands);
      claimed = thousands;
    });
    const { width, height, pixels: kind, data, type } = still;
    const measured = task.measure(still);
    const result = faces && measured.reason === null ? await withFaces(measured, still, faces) : measured;
    const kept = result.reason === null;
    const picture = kept ? { kind, pixels: ownBytes(data), bytes: ownBytes(bytes) } : null;
    return { news: 'measured', result, width, height, type, picture };
  } catch (thrown) {
    if (thrown instanceof FaceFailure) return { news: 'failed', ...workerFailure(thrown.cause) };
    return { news: 'damaged', reason: reasonOf(thrown) };
  } finally {
    if (claimed > 0) release(claimed);
  }
}

parentPort?.on('message', async ({ file }: StillRequest) => {
  const reply = await look(file);
  const picture = reply.news === 'measured' ? reply.picture : null;
  parentPort?.postMessage(reply, picture ? [picture.pixels.buffer, picture.bytes.buffer] : []);
});
