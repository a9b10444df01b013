import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/app-error.ts';
import type { StillReply, StillRequest, StillWorkerData } from './still-protocol.ts';

interface Job {
  readonly onReply: (reply: StillReply) => void;
  readonly onFailure: (error: AppError) => void;
}

/** Threads that each look at one picture at a time. */
export class StillPool {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #jobs = new Map<Worker, Job>();
  readonly #waiting: ((worker: Worker) => void)[] = [];
  #closed = false;

  constructor(size: number, data: Omit<StillWorkerData, 'held'>) {
    const held = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const workerData: StillWorkerData = { ...data, held };
    for (let i = 0; i < size; i++) {
      const worker = new Worker(new URL('./still-worker.js', import.meta.url), { workerData });
      worker.on('message', (reply: StillReply) => this.#receive(worker, reply));
      worker.on('error', (cause) => this.#fail(worker, cause.message));
      worker.on('exit', () => this.#fail(worker, 'a worker thread ended'));
      this.#workers.push(worker);
      this.#idle.push(worker);
    }
  }

  /**
   * Decodes and measures one picture as soon as a thread is free.
   * @throws AppError `internal` when the thread fails
   */
  async look(file: string): Promise<StillReply> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
    if (this.#closed) throw new AppError('internal', { reason: 'the threads were ended' });
    return new Promise((onReply, onFailure) => {
      this.#jobs.set(worker, { onReply, onFailure });
      const request: StillRequest = { file };
      worker.postMessage(request);
    });
  }

  /** Ends the threads; work under way fails. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #receive(worker: Worker, reply: StillReply): void {
    const job = this.#jobs.get(worker);
    this.#jobs.delete(worker);
    this.#next(worker);
    job?.onReply(reply);
  }

  #next(worker: Worker): void {
    const take = this.#waiting.shift();
    if (take) take(worker);
    else this.#idle.push(worker);
  }

  #fail(worker: Worker, reason: string): void {
    const job = this.#jobs.get(worker);
    this.#jobs.delete(worker);
    job?.onFailure(new AppError('internal', { reason }));
    // Whoever waits for a thread would wait for ever.
    this.#closed = true;
    for (const take of this.#waiting.splice(0)) take(worker);
  }
}
