import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { readPicture, skipStreamHeader } from '../decode/raw-picture-reader.ts';
import { FaceLook } from './faces/face-look.ts';
import { type FaceSettings, judgeFaces } from './faces/face-settings.ts';
import {
  CONTROL,
  type FrameReply,
  type FrameRequest,
  type FrameResult,
  type FrameWorkerData,
} from './frame-protocol.ts';
import { FrameTask } from './frame-task.ts';
import { IdentityTable } from './subject/identity-table.ts';
import { maskName, readMask } from './subject/mask-files.ts';
import type { MaskSettings } from './subject/mask-settings.ts';
import { workerFailure } from './worker-failure.ts';

const { settings, memory, areas, taken: takenBuffer }: FrameWorkerData = workerData;
const task = new FrameTask(settings, memory, areas);
const taken = new Int32Array(takenBuffer);
const frameEnd = areas.frame + settings.layout.bytes;
const incoming = new Uint8Array(memory.buffer, areas.header, frameEnd - areas.header);

const reply = (message: FrameReply) => parentPort?.postMessage(message);

/** Waits for a free picture area; so the encoder's pace slows decoding down and not memory grows. */
function takeArea(): number {
  const changes = areas.pictures.length;
  for (;;) {
    const seen = Atomics.load(taken, changes);
    for (let area = 0; area < areas.pictures.length; area++) {
      if (Atomics.compareExchange(taken, area, 0, 1) === 0) return area;
    }
    Atomics.wait(taken, changes, seen);
  }
}

/** Results without a picture travel together: every message wakes the main thread. */
const BATCH_RESULTS = 16;
const BATCH_MS = 50;
let batch: FrameResult[] = [];
let lastReply = performance.now();

function flush(): void {
  if (batch.length > 0) reply({ type: 'frames', results: batch });
  batch = [];
  lastReply = performance.now();
}

function work(sequence: number): void {
  const result = task.measure(sequence);
  if (result.reason !== null) {
    batch.push(result);
    if (batch.length >= BATCH_RESULTS || performance.now() - lastReply >= BATCH_MS) flush();
    return;
  }
  const area = takeArea();
  task.render(area);
  batch.push({ ...result, area });
  flush();
}

/** Gives a picture area back whose picture is not to be written. */
function freeArea(area: number): void {
  Atomics.store(taken, area, 0);
  Atomics.add(taken, areas.pictures.length, 1);
  Atomics.notify(taken, areas.pictures.length);
}

let look: FaceLook | null = null;

/** Measures what lies inside the mask of the frame. */
async function measureSubject(
  sequence: number,
  { folder }: MaskSettings,
  identities: IdentityTable,
): Promise<FrameResult> {
  const number = identities.wait(sequence);
  const { width, height } = settings.layout;
  const mask = number === null ? null : await readMask(path.join(folder, maskName(number)), width, height);
  return task.measureInside(sequence, mask);
}

/** The faces of the picture that is about to be written, and whether they are what the pre-filter wants. */
async function lookForFaces(
  measured: FrameResult,
  area: number,
  faceSettings: FaceSettings,
): Promise<FrameResult> {
  look ??= await FaceLook.open(faceSettings);
  const faces = await look.read(task.picture(area));
  const reason = judgeFaces(faces, faceSettings.preFilter);
  if (reason !== null) freeArea(area);
  return { ...measured, faces, reason, area: reason === null ? area : null };
}

/** As {@link work}, with faces, masks or both. */
async function workSlowly(sequence: number, identities: IdentityTable | null): Promise<void> {
  const { masks, faces } = settings;
  const measured =
    masks && identities ? await measureSubject(sequence, masks, identities) : task.measure(sequence);
  if (measured.reason !== null) {
    batch.push(measured);
    return flush();
  }
  const area = takeArea();
  task.render(area);
  batch.push(faces ? await lookForFaces(measured, area, faces) : { ...measured, area });
  flush();
}

/** Reads the next picture while no other worker does; -1 at the end of the pipe. */
function next(descriptor: number, control: Int32Array): number {
  while (Atomics.compareExchange(control, CONTROL.lock, 0, 1) !== 0) Atomics.wait(control, CONTROL.lock, 1);
  try {
    if (Atomics.load(control, CONTROL.ended) === 1) return -1;
    if (settings.container === 'yuv4mpegpipe' && Atomics.exchange(control, CONTROL.started, 1) === 0) {
      skipStreamHeader(descriptor);
    }
    if (readPicture(descriptor, incoming)) return Atomics.add(control, CONTROL.sequence, 1);
    Atomics.store(control, CONTROL.ended, 1);
    return -1;
  } finally {
    Atomics.store(control, CONTROL.lock, 0);
    Atomics.notify(control, CONTROL.lock, 1);
  }
}

function read(descriptor: number, control: Int32Array): void {
  for (let sequence = next(descriptor, control); sequence >= 0; sequence = next(descriptor, control)) {
    work(sequence);
  }
}

async function readSlowly(
  descriptor: number,
  control: Int32Array,
  identities: IdentityTable | null,
): Promise<void> {
  for (let sequence = next(descriptor, control); sequence >= 0; sequence = next(descriptor, control)) {
    await workSlowly(sequence, identities);
  }
}

async function answer(request: FrameRequest): Promise<void> {
  const { faces, masks } = settings;
  const isSlow = faces !== null || masks !== null;
  const identities = request.identities && new IdentityTable(request.identities);
  if (request.type === 'read') {
    const control = new Int32Array(request.control);
    if (isSlow) await readSlowly(request.descriptor, control, identities);
    else read(request.descriptor, control);
  } else if (isSlow) await workSlowly(request.sequence, identities);
  else work(request.sequence);
}

parentPort?.on('message', async (request: FrameRequest) => {
  try {
    await answer(request);
    flush();
    reply({ type: 'ended' });
  } catch (thrown) {
    reply({ type: 'failed', ...workerFailure(thrown) });
  }
});
