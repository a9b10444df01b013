import type { ServerLog } from '../server-context.ts';

/** Why a request was refused. */
export type RefusalKind = 'host' | 'origin' | 'token' | 'path' | 'size' | 'slow' | 'malformed';

/** Lines for each kind, so that a request that is made up anew every time cannot fill the log. */
const MOST_LINES = 50;

/** Longest part of a source that is logged, characters. */
const MOST_TEXT = 200;

/** Logs refused requests: each kind and source once. */
export class Refusals {
  readonly #log: ServerLog;
  readonly #noted = new Map<RefusalKind, Set<string>>();

  constructor(log: ServerLog) {
    this.#log = log;
  }

  /**
   * Notes a refusal.
   * @param source who it came from: an address of the network, another origin, a wrong host name
   */
  note(kind: RefusalKind, source: string, what: string): void {
    const sources = this.#noted.get(kind) ?? new Set();
    this.#noted.set(kind, sources);
    const shown = JSON.stringify(source.slice(0, MOST_TEXT));
    if (sources.has(shown) || sources.size > MOST_LINES) return;
    sources.add(shown);
    const rest = sources.size > MOST_LINES ? '; further ones of this kind are not logged' : '';
    this.#log('warn', `refused (${kind}): ${what}, from ${shown}${rest}`);
  }
}
