import { AppError } from '../../contract/app-error.ts';

interface Waiting {
  readonly enter: () => void;
  gone: boolean;
}

/**
 * Lets a fixed number of pieces of work through at once; of those that wait, the newest goes first, because a page
 * that scrolls on wants what it shows now.
 */
export class NewestFirst {
  #free: number;
  readonly #waiting: Waiting[] = [];

  /** @param places pieces of work at once */
  constructor(places: number) {
    this.#free = places;
  }

  /**
   * Does the work when its turn comes.
   * @throws AppError `cancelled` when the signal comes while it waits; whatever the work throws
   */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new AppError('cancelled'));
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.gone = true;
        reject(new AppError('cancelled'));
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { enter, gone: false };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #next(): void {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      if (next.gone) continue;
      next.enter();
      return;
    }
    this.#free++;
  }
}
