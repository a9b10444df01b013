/** How much a {@link Lru} holds. */
export interface LruLimits<V> {
  readonly entries: number;
  /** Of all values together, in the unit of `weightOf`. */
  readonly weight: number;
  readonly weightOf: (value: V) => number;
  /** Told of each value that has to make room. */
  readonly onDrop: (value: V) => void;
}

/** Keeps what was used last, within limits; the latest entry is always kept. */
export class Lru<K, V> {
  readonly #limits: LruLimits<V>;
  /** Oldest first. */
  readonly #entries = new Map<K, V>();
  #weight = 0;

  constructor(limits: LruLimits<V>) {
    this.#limits = limits;
  }

  /** Entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** A value, which counts as used now. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** Whether there is a value, without using it. */
  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Keeps a value; others make room for it. */
  set(key: K, value: V): void {
    this.#drop(key);
    this.#entries.set(key, value);
    this.#weight += this.#limits.weightOf(value);
    for (const oldest of this.#entries.keys()) {
      const fits = this.#entries.size <= this.#limits.entries && this.#weight <= this.#limits.weight;
      if (fits || this.#entries.size === 1) break;
      this.#drop(oldest);
    }
  }

  /** Forgets everything. */
  clear(): void {
    for (const key of [...this.#entries.keys()]) this.#drop(key);
  }

  #drop(key: K): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#weight -= this.#limits.weightOf(value);
    this.#limits.onDrop(value);
  }
}
