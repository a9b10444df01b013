import { randomBytes } from 'node:crypto';
import type { ServerEvent } from '../contract/http.ts';

/** An event with its place in the stream. */
export interface NumberedEvent {
  readonly id: string;
  readonly event: ServerEvent;
  /** The event as JSON, made once for all streams. */
  readonly json: string;
}

/**
 * Events kept for streams that were cut off; progress comes about ten times a second at most. Verdicts of a long run
 * are large, so their length counts too (characters).
 */
const KEPT_EVENTS = 4096;
const KEPT_LENGTH = 16 * 2 ** 20;

/** Which run an event is about; null = none. */
export function runOf(event: ServerEvent): string | null {
  switch (event.type) {
    case 'run':
      return event.run.id;
    case 'export':
      return event.export.run;
    case 'reset':
    case 'presets':
    case 'uploads':
    case 'model':
      return null;
    default:
      return event.id;
  }
}

/** The one stream of everything that happens; listeners get each event once, in order. */
export class EventHub {
  /** Tells the numbers of this server from those of an earlier one. */
  readonly #boot = randomBytes(4).toString('hex');
  readonly #kept: NumberedEvent[] = [];
  readonly #listeners = new Set<(event: NumberedEvent) => void>();
  #length = 0;
  #next = 1;

  /** Whether anybody listens. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Tells an event to everybody. */
  publish(event: ServerEvent): void {
    const numbered = { id: `${this.#boot}-${this.#next++}`, event, json: JSON.stringify(event) };
    this.#kept.push(numbered);
    this.#length += numbered.json.length;
    while (this.#kept.length > KEPT_EVENTS || this.#length > KEPT_LENGTH) {
      this.#length -= this.#kept.shift()?.json.length ?? 0;
    }
    for (const listener of this.#listeners) listener(numbered);
  }

  /** What came after an event, oldest first; null where that is no longer known. */
  since(lastId: string): NumberedEvent[] | null {
    const [, boot, number] = /^([0-9a-f]+)-(\d+)$/.exec(lastId) ?? [];
    const last = Number(number);
    if (boot !== this.#boot || last >= this.#next) return null;
    const missed = this.#next - 1 - last;
    if (missed > this.#kept.length) return null;
    return missed === 0 ? [] : this.#kept.slice(-missed);
  }

  /** Id of the latest event. */
  get lastId(): string {
    return `${this.#boot}-${this.#next - 1}`;
  }

  /** Listens from now on; returns what ends it. */
  listen(listener: (event: NumberedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
