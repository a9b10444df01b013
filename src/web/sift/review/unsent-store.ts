import { z } from 'zod';
import { verdictSchema } from '../../../contract/http.ts';
import { mergedChanges, type VerdictChange } from './verdict-book.ts';

const storedSchema = z.array(z.tuple([z.int().min(0), verdictSchema]));

/** The part of `Storage` that is used. */
export interface TextStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Verdicts that the server does not have yet, kept by the browser over a reload. Windows of the same run share
 * one entry, so each adds and removes only its own.
 */
export class UnsentStore {
  readonly #store: TextStore;
  readonly #key: string;

  constructor(store: TextStore, run: string) {
    this.#store = store;
    this.#key = `framesift.unsent.${run}`;
  }

  /** What was kept; whatever is not understood is left out. */
  read(): VerdictChange[] {
    try {
      const stored = storedSchema.safeParse(JSON.parse(this.#store.getItem(this.#key) ?? '[]'));
      return (stored.data ?? []).map(([frame_number, verdict]) => ({ frame_number, verdict }));
    } catch {
      return [];
    }
  }

  /** Keeps changes until they are removed. */
  add(changes: readonly VerdictChange[]): void {
    this.#write(mergedChanges(this.read(), changes));
  }

  /** Forgets changes that have arrived, unless another verdict was given meanwhile. */
  remove(changes: readonly VerdictChange[]): void {
    const gone = new Map(changes.map(({ frame_number, verdict }) => [frame_number, verdict]));
    this.#write(
      this.read().filter(
        ({ frame_number, verdict }) => !gone.has(frame_number) || gone.get(frame_number) !== verdict,
      ),
    );
  }

  #write(changes: readonly VerdictChange[]): void {
    try {
      if (changes.length === 0) this.#store.removeItem(this.#key);
      else {
        const text = JSON.stringify(changes.map(({ frame_number, verdict }) => [frame_number, verdict]));
        this.#store.setItem(this.#key, text);
      }
    } catch {
      // The browser gives no more room: the changes are still in this window and will be sent from it.
    }
  }
}
