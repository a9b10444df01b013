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

/** As {@link work}, and looks for faces in the picture that is about to be written. */
async function workWithFaces(sequence: number, faceSettings: FaceSettings): Promise<void> {
  const measured = task.measure(sequence);
  if (measured.reason !== null) {
    batch.push(measured);
    return flush();
  }
  const area = takeArea();
  task.render(area);
  look ??= await FaceLook.open(faceSettings);
  const faces = await look.read(task.picture(area));
  const reason = judgeFaces(faces, faceSettings.preFilter);
  if (reason !== null) freeArea(area);
  batch.push({ ...measured, faces, reason, area: reason === null ? area : null });
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

async function readWithFaces(
  descriptor: number,
  control: Int32Array,
  faceSettings: FaceSettings,
): Promise<void> {
  for (let sequence = next(descriptor, control); sequence >= 0; sequence = next(descriptor, control)) {
    await workWithFaces(sequence, faceSettings);
  }
}

async function answer(request: FrameRequest): Promise<void> {
  const { faces } = settings;
  if (request.type === 'read') {
    const control = new Int32Array(request.control);
    if (faces) await readWithFaces(request.descriptor, control, faces);
    else read(request.descriptor, control);
  } else if (faces) await workWithFaces(request.sequence, faces);
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
