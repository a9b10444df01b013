import { AppError } from '../contract/app-error.ts';
import type {
  FrameAreas,
  FrameReply,
  FrameRequest,
  FrameResult,
  FrameSettings,
  FrameWorkerData,
  ThreadRequest,
} from './frame-protocol.ts';
import { frameAreas } from './frame-task.ts';
import { type FrameThread, leaveThread, takeThread } from './frame-threads.ts';
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

interface Job {
  readonly onFrame: (outcome: FrameOutcome) => void;
  readonly onEnd: () => void;
  readonly onFailure: (error: AppError) => void;
}

/** One thread that works for a run, with its own shared memory. */
export class FrameWorker {
  /** Where the next picture goes, with the bytes that stand before it in the pipe. */
  readonly incoming: Uint8Array;
  readonly #areas: FrameAreas;
  readonly #thread: FrameThread;
  /** As `taken` of FrameWorkerData. */
  readonly #taken: Int32Array;
  /** Whether another run may have the thread: models for faces go with it. */
  readonly #lasting: boolean;
  #job: Job | null = null;
  #failure: AppError | null = null;
  #left = false;

  constructor(settings: FrameSettings) {
    this.#areas = frameAreas(settings);
    this.#lasting = settings.faces === null;
    this.#thread = takeThread(this.#areas.total);
    const { memory, worker } = this.#thread;
    const { header, frame } = this.#areas;
    this.incoming = new Uint8Array(memory.buffer, header, frame + settings.layout.bytes - header);
    const taken = new SharedArrayBuffer((this.#areas.pictures.length + 1) * Int32Array.BYTES_PER_ELEMENT);
    this.#taken = new Int32Array(taken);
    const data: FrameWorkerData = { settings, memory, areas: this.#areas, taken };
    this.#ask({ type: 'begin', data });
    worker.on('message', (reply: FrameReply) => this.#receive(reply));
    worker.on('error', (cause) => this.#fail(new AppError('internal', { reason: cause.message }, { cause })));
    worker.on('exit', () => this.#fail(new AppError('internal', { reason: 'a worker thread ended' })));
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
    if (!this.#left) await this.#thread.worker.terminate();
  }

  /** Gives the thread to the next run of this process. It ends if it is still needed or not as it was. */
  async leave(): Promise<void> {
    const isFree = this.#job === null && this.#failure === null && !this.#taken.subarray(0, -1).includes(1);
    if (!this.#lasting || !isFree) return await this.close();
    this.#left = true;
    leaveThread(this.#thread);
  }

  #ask(request: ThreadRequest): void {
    this.#thread.worker.postMessage(request);
  }

  #start(request: FrameRequest, onFrame: Job['onFrame']): Promise<void> {
    return new Promise((onEnd, onFailure) => {
      if (this.#failure) return onFailure(this.#failure);
      this.#job = { onFrame, onEnd, onFailure };
      this.#ask(request);
    });
  }

  #fail(error: AppError): void {
    this.#failure ??= error;
    this.#job?.onFailure(this.#failure);
  }

  #receive(reply: FrameReply): void {
    const job = this.#job;
    if (reply.type === 'failed') this.#fail(new AppError(reply.code, reply.details));
    else if (reply.type === 'ended') {
      this.#job = null;
      job?.onEnd();
    } else for (const result of reply.results) job?.onFrame({ result, picture: this.#picture(result.area) });
  }

  #picture(area: number | null): PendingPicture | null {
    if (area === null) return null;
    const { pictures, pictureBytes } = this.#areas;
    const pixels = Buffer.from(this.#thread.memory.buffer, pictures[area] ?? 0, pictureBytes);
    const release = () => {
      Atomics.store(this.#taken, area, 0);
      Atomics.add(this.#taken, pictures.length, 1);
      Atomics.notify(this.#taken, pictures.length);
    };
    return { pixels, release };
  }
}
