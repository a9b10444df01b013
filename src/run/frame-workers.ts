import { Worker } from 'node:worker_threads';
import { AppError } from '../contract/app-error.ts';
import { createKernelMemory } from '../kernel/load.ts';
import type {
  FrameAreas,
  FrameReply,
  FrameRequest,
  FrameResult,
  FrameSettings,
  FrameWorkerData,
} from './frame-protocol.ts';
import { frameAreas } from './frame-task.ts';
import type { PictureFormat } from './picture-writer.ts';

/** A finished picture in a worker's memory; valid until it is released. */
export interface PendingPicture {
  readonly pixels: Buffer;
  /** What is different from the other pictures of the run, where it is a still picture. */
  readonly own?: Omit<PictureFormat, 'quality'>;
  /** The still picture's own bytes, where the run keeps them as they are. */
  readonly file?: Uint8Array | null;
  /** Frees its place for the next picture. */
  release(): void;
}

/** One frame's outcome with its picture, if it is kept. */
export interface FrameOutcome {
  readonly result: FrameResult;
  readonly picture: PendingPicture | null;
}

/** A worker's pixels lie outside the heap; what it keeps there is small, so collecting early costs nothing. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

interface Job {
  readonly onFrame: (outcome: FrameOutcome) => void;
  readonly onEnd: () => void;
  readonly onFailure: (error: AppError) => void;
}

/** One worker thread with its own shared memory. */
export class FrameWorker {
  /** Where the next picture goes, with the bytes that stand before it in the pipe. */
  readonly incoming: Uint8Array;
  readonly #areas: FrameAreas;
  readonly #memory: WebAssembly.Memory;
  readonly #taken: Int32Array;
  readonly #worker: Worker;
  #job: Job | null = null;
  #failure: AppError | null = null;

  constructor(settings: FrameSettings) {
    this.#areas = frameAreas(settings);
    this.#memory = createKernelMemory(this.#areas.total);
    const { header, frame } = this.#areas;
    this.incoming = new Uint8Array(this.#memory.buffer, header, frame + settings.layout.bytes - header);
    const taken = new SharedArrayBuffer((this.#areas.pictures.length + 1) * Int32Array.BYTES_PER_ELEMENT);
    this.#taken = new Int32Array(taken);
    const workerData: FrameWorkerData = { settings, memory: this.#memory, areas: this.#areas, taken };
    this.#worker = new Worker(new URL('./frame-worker.js', import.meta.url), {
      workerData,
      resourceLimits: HEAP_LIMITS,
    });
    this.#worker.on('message', (reply: FrameReply) => this.#receive(reply));
    this.#worker.on('error', (cause) =>
      this.#fail(new AppError('internal', { reason: cause.message }, { cause })),
    );
    this.#worker.on('exit', () => this.#fail(new AppError('internal', { reason: 'a worker thread ended' })));
  }

  /** Reads pictures from a blocking descriptor, shared with the other workers of the same control block. */
  read(
    descriptor: number,
    control: SharedArrayBuffer,
    onFrame: Job['onFrame'],
    identities: SharedArrayBuffer | null = null,
  ): Promise<void> {
    return this.#start({ type: 'read', descriptor, control, identities }, onFrame);
  }

  /** Works on the picture that was put into the frame area. */
  measure(
    sequence: number,
    onFrame: Job['onFrame'],
    identities: SharedArrayBuffer | null = null,
  ): Promise<void> {
    return this.#start({ type: 'measure', sequence, identities }, onFrame);
  }

  /** Ends the thread; work under way fails. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #start(request: FrameRequest, onFrame: Job['onFrame']): Promise<void> {
    return new Promise((onEnd, onFailure) => {
      if (this.#failure) return onFailure(this.#failure);
      this.#job = { onFrame, onEnd, onFailure };
      this.#worker.postMessage(request);
    });
  }

  #fail(error: AppError): void {
    this.#failure ??= error;
    this.#job?.onFailure(this.#failure);
  }

  #receive(reply: FrameReply): void {
    const job = this.#job;
    if (!job) return;
    if (reply.type === 'failed') job.onFailure(new AppError(reply.code, reply.details));
    else if (reply.type === 'ended') job.onEnd();
    else for (const result of reply.results) job.onFrame({ result, picture: this.#picture(result.area) });
  }

  #picture(area: number | null): PendingPicture | null {
    if (area === null) return null;
    const { pictures, pictureBytes } = this.#areas;
    const pixels = Buffer.from(this.#memory.buffer, pictures[area] ?? 0, pictureBytes);
    const release = () => {
      Atomics.store(this.#taken, area, 0);
      Atomics.add(this.#taken, pictures.length, 1);
      Atomics.notify(this.#taken, pictures.length);
    };
    return { pixels, release };
  }
}
