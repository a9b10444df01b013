import { Lru } from './lru.ts';

/** What the loader needs of a decoded picture; an `ImageBitmap` has it. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** Where pictures come from, and how many of them are kept. */
export interface LoaderParts<W, P extends Decoded> {
  /** Fetches and decodes; rejects when it fails or is aborted. */
  readonly load: (wish: W, signal: AbortSignal) => Promise<P>;
  /** Requests at the same time: a browser has six connections for all windows. */
  readonly inFlight: number;
  readonly kept: number;
  /** Of all kept pictures together. */
  readonly keptBytes: number;
}

const BYTES_A_PIXEL = 4;

/**
 * Loads pictures: only what is wanted now, the most urgent first, a few at a time. What is wanted no longer is
 * aborted, and decoded pictures are kept for a while.
 */
export class WishLoader<Who extends string, W, P extends Decoded> {
  readonly #parts: LoaderParts<W, P>;
  readonly #urgency: readonly Who[];
  readonly #keyOf: (wish: W) => string;
  readonly #pictures: Lru<string, P>;
  readonly #wishes = new Map<Who, readonly W[]>();
  readonly #running = new Map<string, AbortController>();
  readonly #broken = new Set<string>();
  readonly #listeners = new Set<(wish: W) => void>();

  /**
   * @param urgency who wants pictures, the most urgent first
   * @param keyOf names a picture; the same name is the same picture
   */
  constructor(urgency: readonly Who[], keyOf: (wish: W) => string, parts: LoaderParts<W, P>) {
    this.#urgency = urgency;
    this.#keyOf = keyOf;
    this.#parts = parts;
    this.#pictures = new Lru({
      entries: parts.kept,
      weight: parts.keptBytes,
      weightOf: ({ width, height }) => width * height * BYTES_A_PIXEL,
      onDrop: (picture) => picture.close(),
    });
  }

  /** Requests under way. */
  get running(): number {
    return this.#running.size;
  }

  /** Replaces what somebody wants; the first is the most urgent. */
  want(who: Who, wishes: readonly W[]): void {
    this.#wishes.set(who, wishes);
    const wanted = new Set<string>();
    for (const list of this.#wishes.values()) for (const wish of list) wanted.add(this.#keyOf(wish));
    for (const [key, controller] of this.#running) {
      if (!wanted.has(key)) {
        this.#running.delete(key);
        controller.abort();
      }
    }
    this.#start();
  }

  /** The picture, where it is there. It may be closed as soon as others need its room: draw it at once. */
  get(wish: W): P | null {
    return this.#pictures.get(this.#keyOf(wish)) ?? null;
  }

  /** Whether a picture could not be loaded. */
  isBroken(wish: W): boolean {
    return this.#broken.has(this.#keyOf(wish));
  }

  /** Tries broken pictures again. */
  retry(wishes: readonly W[]): void {
    for (const wish of wishes) this.#broken.delete(this.#keyOf(wish));
    this.#start();
  }

  /** Forgets every picture: the run has others now. */
  clear(): void {
    this.#pictures.clear();
    this.#broken.clear();
    this.#start();
  }

  /** Calls when a picture has come or is broken; returns what ends it. */
  listen(listener: (wish: W) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #start(): void {
    for (const who of this.#urgency) {
      for (const wish of this.#wishes.get(who) ?? []) {
        if (this.#running.size >= this.#parts.inFlight) return;
        const key = this.#keyOf(wish);
        if (!this.#running.has(key) && !this.#pictures.has(key) && !this.#broken.has(key)) {
          void this.#load(wish, key);
        }
      }
    }
  }

  async #load(wish: W, key: string): Promise<void> {
    const controller = new AbortController();
    this.#running.set(key, controller);
    try {
      const picture = await this.#parts.load(wish, controller.signal);
      if (this.#running.get(key) !== controller) {
        picture.close();
        return;
      }
      this.#pictures.set(key, picture);
    } catch {
      if (this.#running.get(key) !== controller) return;
      this.#broken.add(key);
    }
    this.#running.delete(key);
    for (const listener of [...this.#listeners]) listener(wish);
    this.#start();
  }
}
