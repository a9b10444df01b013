import type { RunSummary } from '../../contract/http.ts';
import type { EventHub } from '../event-hub.ts';

/** Tells the streams what has changed in the list of runs, whoever changed it. */
export class RunNews {
  readonly #hub: EventHub;
  #told = new Map<string, { readonly json: string; readonly rows: number }>();
  #begun = false;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /** Compares the list with the one told last. The first one is nobody's news. */
  tell(runs: readonly RunSummary[]): void {
    const next = new Map<string, { json: string; rows: number }>();
    for (const run of runs) {
      const json = JSON.stringify(run);
      const rows = run.counts?.processed ?? 0;
      const before = this.#told.get(run.id);
      next.set(run.id, { json, rows });
      if (!this.#begun || before?.json === json) continue;
      this.#hub.publish({ type: 'run', run });
      // Runs of this server tell their records themselves, and sooner.
      if (!run.here && before !== undefined && before.rows !== rows) {
        this.#hub.publish({ type: 'records', id: run.id, rows });
      }
    }
    for (const id of this.#told.keys()) if (!next.has(id)) this.#hub.publish({ type: 'run-removed', id });
    this.#told = next;
    this.#begun = true;
  }
}
