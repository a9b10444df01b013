import { stat } from 'node:fs/promises';
import type { RunEvent } from '../../contract/events.ts';
import type { EventHub } from '../event-hub.ts';
import { outcomeOf } from '../jobs/job-outcome.ts';
import { type Job, startJob } from '../jobs/job-process.ts';
import type { JobEnd } from '../jobs/job-protocol.ts';
import type { ServerLog } from '../server-context.ts';
import type { RunEntries } from './run-entries.ts';
import { nextRuns, type RunEntry } from './run-entry.ts';
import { LogBook } from './run-log.ts';

/** What the jobs of the queue need. */
export interface JobMeans {
  readonly entries: RunEntries;
  readonly hub: EventHub;
  readonly log: ServerLog;
  readonly concurrency: number;
  /** File of the process of a run. */
  readonly jobEntry: string;
  /** Told when the state of a run may have changed. */
  readonly onChange: () => void;
}

/** Time between two reports of how many records there are, milliseconds. */
const RECORDS_MS = 250;

/** Name of a folder that stays when it is renamed; null where there is none. */
export async function folderKey(folder: string): Promise<string | null> {
  const facts = await stat(folder, { bigint: true }).catch(() => null);
  return facts && `${facts.dev}:${facts.ino}`;
}

/** Works through the queue: each run in a process of its own. */
export class RunJobs {
  readonly #means: JobMeans;
  readonly #jobs = new Map<string, Job>();
  readonly #logs = new Map<string, LogBook>();
  readonly #recordsAt = new Map<string, number>();
  readonly #cancelled = new Set<string>();
  #stopping = false;

  constructor(means: JobMeans) {
    this.#means = means;
  }

  /** What a run has said since this server started it; null = nothing. */
  logOf(id: string): LogBook | null {
    return this.#logs.get(id) ?? null;
  }

  /** Starts what there is room for. */
  startNext(): void {
    if (this.#stopping) return;
    const { entries, concurrency } = this.#means;
    for (const entry of nextRuns(entries.all, concurrency)) this.#start(entry);
  }

  /** Asks a running run to end. */
  cancel(id: string): void {
    this.#cancelled.add(id);
    this.#jobs.get(id)?.cancel();
  }

  /** Ends everything; what was running is to be continued later. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const job of this.#jobs.values()) job.cancel();
    await Promise.all([...this.#jobs.values()].map(({ end }) => end));
  }

  #start(entry: RunEntry): void {
    const { id, input, options, folder } = entry;
    const { entries, log, jobEntry, onChange } = this.#means;
    const book = new LogBook();
    this.#logs.set(id, book);
    entries.update(id, { state: 'running', error: null });
    const job = startJob(
      jobEntry,
      { type: 'start', input, options, folder },
      {
        onEvent: (event) => this.#onEvent(id, book, event),
        onText: (text) => {
          log('error', `process of run ${id}: ${text.trimEnd()}`);
          book.add('debug', text.trimEnd(), new Date().toISOString());
        },
      },
    );
    log('info', `run ${id} of ${input}: process ${job.pid ?? 'not started'}`);
    this.#jobs.set(id, job);
    void job.end.then((end) => this.#onEnd(id, end));
    onChange();
  }

  #onEvent(id: string, book: LogBook, event: RunEvent): void {
    const { hub } = this.#means;
    const at = new Date().toISOString();
    book.note(event, at);
    hub.publish({ type: 'run-event', id, at, event });
    if (event.event === 'start') void this.#begun(id, event);
    if (event.event === 'progress' || event.event === 'done') this.#tellRecords(id, event);
  }

  /** The run has its folder now. */
  async #begun(id: string, { run, probe }: Extract<RunEvent, { event: 'start' }>): Promise<void> {
    const key = await folderKey(run);
    this.#means.entries.update(id, { folder: run, folder_key: key, probe });
    this.#means.onChange();
  }

  #tellRecords(id: string, { event, counts }: Extract<RunEvent, { event: 'progress' | 'done' }>): void {
    const now = Date.now();
    if (event === 'progress' && now - (this.#recordsAt.get(id) ?? 0) < RECORDS_MS) return;
    this.#recordsAt.set(id, now);
    this.#means.hub.publish({ type: 'records', id, rows: counts.processed });
  }

  #onEnd(id: string, end: JobEnd): void {
    const { entries, log, onChange } = this.#means;
    this.#jobs.delete(id);
    this.#recordsAt.delete(id);
    const outcome = outcomeOf(end, { asked: this.#cancelled.delete(id), stopping: this.#stopping });
    entries.update(id, outcome);
    if (outcome.error) this.#logs.get(id)?.add('error', outcome.error.message, new Date().toISOString());
    log('info', `run ${id}: ${outcome.state}${outcome.error ? `, ${outcome.error.message}` : ''}`);
    onChange();
    this.startNext();
  }
}
