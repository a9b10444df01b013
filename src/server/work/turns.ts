/** Work on the same thing, one piece after the other. */
export class Turns {
  /** The latest piece of each thing that is still being worked on. */
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Does a piece of work once those before it have ended, well or badly.
   * @param thing names what is worked on
   * @throws whatever the work throws
   */
  async take<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(work);
    this.#last.set(thing, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(thing) === turn) this.#last.delete(thing);
    }
  }
}
