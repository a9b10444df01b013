import { parentPort, workerData } from 'node:worker_threads';
import { readPicture, skipStreamHeader } from '../decode/raw-picture-reader.ts';
import {
  CONTROL,
  type FrameReply,
  type FrameRequest,
  type FrameResult,
  type FrameWorkerData,
} from './frame-protocol.ts';
import { FrameTask } from './frame-task.ts';

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

parentPort?.on('message', (request: FrameRequest) => {
  try {
    if (request.type === 'read') read(request.descriptor, new Int32Array(request.control));
    else work(request.sequence);
    flush();
    reply({ type: 'ended' });
  } catch (thrown) {
    reply({
      type: 'failed',
      reason: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    });
  }
});
