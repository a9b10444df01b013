import { Observable } from '../../state/observable.ts';

/** Work with the server, one piece after the other; what fails is told and stops nothing behind it. */
export class OneByOne {
  /** Something is under way or waits. */
  readonly busy = new Observable(false);
  readonly #onError: (error: unknown) => void;
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;

  /** @param onError told what went wrong */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Resolves when the work has ended, well or badly. */
  async take(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    this.#open++;
    this.busy.value = true;
    try {
      await turn;
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#open--;
      this.busy.value = this.#open > 0;
    }
  }
}
