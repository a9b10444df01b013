import { Worker } from 'node:worker_threads';
import { createKernelMemory } from '../kernel/load.ts';
import type { ThreadRequest } from './frame-protocol.ts';

/** A thread that measures frames, with the memory that it shares with this one. */
export interface FrameThread {
  readonly worker: Worker;
  readonly memory: WebAssembly.Memory;
}

/** A worker's pixels lie outside the heap; what it keeps there is small, so collecting early costs nothing. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

/** How long a thread waits for the next run, milliseconds. */
const WAIT_MS = 3000;

/** Threads at most that wait, and bytes of memory that suit any run. */
const MOST_WAITING = 4;
const SMALL = 16 * 2 ** 20;

interface Waiting extends FrameThread {
  readonly end: () => void;
}

const waiting: Waiting[] = [];

/** Takes those who listen away. Only these events: a Worker listens to some of its own to know when it is waited for. */
function silence(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

/** Whether a memory is large enough, and not so large that it would be held for nothing. */
function suits({ buffer }: WebAssembly.Memory, bytes: number): boolean {
  return buffer.byteLength >= bytes && buffer.byteLength <= Math.max(2 * bytes, SMALL);
}

/**
 * A thread with at least `bytes` of zeroed memory: one that has ended a run a moment ago, as starting one takes 50 ms of
 * processor time, or a new one.
 * @throws RangeError when there is not enough memory
 */
export function takeThread(bytes: number): FrameThread {
  const at = waiting.findIndex(({ memory }) => suits(memory, bytes));
  const [found] = at < 0 ? [] : waiting.splice(at, 1);
  if (!found) {
    const memory = createKernelMemory(bytes);
    const file = new URL('./frame-worker.js', import.meta.url);
    return { worker: new Worker(file, { resourceLimits: HEAP_LIMITS }), memory };
  }
  found.end();
  new Uint8Array(found.memory.buffer).fill(0);
  found.worker.ref();
  return found;
}

/** Keeps a thread that has nothing to do for the next run, for a few seconds; it does not keep the process alive. */
export function leaveThread({ worker, memory }: FrameThread): void {
  if (waiting.length >= MOST_WAITING) return void worker.terminate();
  const forget: ThreadRequest = { type: 'leave' };
  silence(worker);
  worker.postMessage(forget);
  worker.unref();
  const drop = () => {
    const at = waiting.findIndex((thread) => thread.worker === worker);
    if (at >= 0) waiting.splice(at, 1);
  };
  const timer = setTimeout(() => {
    drop();
    void worker.terminate();
  }, WAIT_MS).unref();
  worker.once('error', drop).once('exit', drop);
  const end = () => {
    clearTimeout(timer);
    silence(worker);
  };
  waiting.push({ worker, memory, end });
}
