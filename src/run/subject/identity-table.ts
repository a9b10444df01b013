/** Places of the first entries. */
const ENDED = 0;
const NEWS = 1;
const FIRST = 2;

/**
 * Tells workers which frame a picture is: the main thread knows it from what FFmpeg prints, a worker only counts the
 * pictures of its pipe.
 */
export class IdentityTable {
  readonly buffer: SharedArrayBuffer;
  readonly #entries: Int32Array;

  /** @param from pictures that may come, or the memory of such a table */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer =
      typeof from === 'number' ? new SharedArrayBuffer((FIRST + from) * Int32Array.BYTES_PER_ELEMENT) : from;
    this.#entries = new Int32Array(this.buffer);
  }

  /** Says which frame a picture is. */
  put(sequence: number, frameNumber: number): void {
    if (FIRST + sequence >= this.#entries.length) return;
    // 0 stands for: not known yet.
    Atomics.store(this.#entries, FIRST + sequence, frameNumber + 1);
    this.#tell();
  }

  /** Says that no more identities will come. */
  end(): void {
    Atomics.store(this.#entries, ENDED, 1);
    this.#tell();
  }

  /** Waits for the frame number of a picture; blocks the thread. Null where none will come. */
  wait(sequence: number): number | null {
    if (FIRST + sequence >= this.#entries.length) return null;
    for (;;) {
      const news = Atomics.load(this.#entries, NEWS);
      const entry = Atomics.load(this.#entries, FIRST + sequence);
      if (entry > 0) return entry - 1;
      if (Atomics.load(this.#entries, ENDED) === 1) return null;
      Atomics.wait(this.#entries, NEWS, news);
    }
  }

  #tell(): void {
    Atomics.add(this.#entries, NEWS, 1);
    Atomics.notify(this.#entries, NEWS);
  }
}
