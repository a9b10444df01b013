import { Observable } from '../../state/observable.ts';

/** Steps that can be undone. */
export const HISTORY_STEPS = 200;
/** Changes of the same thing within this many milliseconds are one step. */
const MERGE_MS = 1000;

/** One thing that was done, with the way back. */
export interface Step {
  /** What was done, as a person would say it: `reject 12 frames`. */
  readonly name: string;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Steps of one thing (a key held on a slider) become one; none = never. */
  readonly merge?: string;
}

/** What can be undone and done again, for the buttons. */
export interface HistoryNames {
  readonly undo: string | null;
  readonly redo: string | null;
}

interface Done extends Step {
  readonly at: number;
}

/** The last 200 steps. A new step forgets those that were undone. */
export class History {
  readonly names = new Observable<HistoryNames>({ undo: null, redo: null });
  readonly #now: () => number;
  #done: Done[] = [];
  #undone: Done[] = [];

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Notes what has just been done. */
  push(step: Step): void {
    const at = this.#now();
    const last = this.#done.at(-1);
    const merges = last?.merge !== undefined && last.merge === step.merge && at - last.at < MERGE_MS;
    const added = merges && last ? { ...step, undo: last.undo, at } : { ...step, at };
    this.#done = [...(merges ? this.#done.slice(0, -1) : this.#done), added].slice(-HISTORY_STEPS);
    this.#undone = [];
    this.#tell();
  }

  /** Takes the latest step back; returns its name, or null when there is none. */
  undo(): string | null {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push({ ...step, at: Number.NEGATIVE_INFINITY });
    step.undo();
    this.#tell();
    return step.name;
  }

  /** Does the step again that was taken back last; returns its name, or null when there is none. */
  redo(): string | null {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    step.redo();
    this.#tell();
    return step.name;
  }

  #tell(): void {
    this.names.value = {
      undo: this.#done.at(-1)?.name ?? null,
      redo: this.#undone.at(-1)?.name ?? null,
    };
  }
}
