import { AppError } from '../../contract/app-error.ts';

interface Running<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Work that several may want at the same time and that is done once for all of them. It is given up when the last one
 * who waits for it has gone.
 */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /**
   * Waits for the work of a key, which begins unless it is being done already.
   * @param signal of the one who waits
   * @throws AppError `cancelled` when the signal comes; whatever the work throws
   */
  async run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new AppError('cancelled');
    const running = this.#running.get(key) ?? this.#begin(key, work);
    running.waiting++;
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(new AppError('cancelled'));
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([running.promise, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      running.waiting--;
      if (running.waiting === 0) this.#end(key, running);
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> {
    const controller = new AbortController();
    const running = { promise: work(controller.signal), controller, waiting: 0 };
    // Everybody may have gone by the time it fails.
    running.promise.catch(() => undefined).finally(() => this.#forget(key, running));
    this.#running.set(key, running);
    return running;
  }

  #forget(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }

  #end(key: string, running: Running<T>): void {
    this.#forget(key, running);
    running.controller.abort();
  }
}
