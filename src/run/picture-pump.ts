import type { Readable } from 'node:stream';
import { pictureHeaderBytes } from '../decode/raw-picture-reader.ts';
import type { FrameOutcome, FrameWorker } from './frame-workers.ts';

const NEWLINE = 0x0a;

/** Bytes of a pipe, gathered piece by piece. */
class ByteFeed {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(pipe: Readable) {
    this.#chunks = pipe[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#rest = value;
    return true;
  }

  /** Drops everything up to and including the next line end. */
  async skipLine(): Promise<void> {
    for (;;) {
      const end = this.#rest.indexOf(NEWLINE);
      if (end >= 0) {
        this.#rest = this.#rest.subarray(end + 1);
        return;
      }
      if (!(await this.#more())) return;
    }
  }

  /** Fills `target`; false when the pipe ends before. */
  async fill(target: Uint8Array): Promise<boolean> {
    let filled = 0;
    while (filled < target.length) {
      if (this.#rest.length === 0 && !(await this.#more())) return false;
      const taken = Math.min(this.#rest.length, target.length - filled);
      target.set(this.#rest.subarray(0, taken), filled);
      this.#rest = this.#rest.subarray(taken);
      filled += taken;
    }
    return true;
  }
}

/** What the pump needs of a worker. */
export type PumpWorker = Pick<FrameWorker, 'incoming' | 'measure'>;

/**
 * Carries pictures from a stream into the workers' memories: the way for platforms without blocking reads.
 * At most one picture a worker is under way, so a slow worker slows the pipe.
 */
export async function pumpPictures(
  pipe: Readable,
  container: 'yuv4mpegpipe' | 'rawvideo',
  workers: readonly PumpWorker[],
  onOutcome: (outcome: FrameOutcome) => void,
  identities: SharedArrayBuffer | null = null,
): Promise<void> {
  const feed = new ByteFeed(pipe);
  if (pictureHeaderBytes(container) > 0) await feed.skipLine();
  const busy = new Map<PumpWorker, Promise<PumpWorker>>(
    workers.map((worker) => [worker, Promise.resolve(worker)]),
  );
  for (let sequence = 0; ; sequence++) {
    const worker = await Promise.race(busy.values());
    if (!(await feed.fill(worker.incoming))) break;
    busy.set(
      worker,
      worker.measure(sequence, onOutcome, identities).then(() => worker),
    );
  }
  await Promise.all(busy.values());
}
