import path from 'node:path';
import { z } from 'zod';
import { SCHEMA_VERSION } from '../../contract/run-files.ts';
import { diskIo, replaceFile } from '../../run/run-io.ts';
import type { ServerLog } from '../server-context.ts';
import { afterRestart, isOpen, type RunEntry, runEntrySchema } from './run-entry.ts';

const queueFileSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  runs: z.array(runEntrySchema),
});

/** Ended runs that are remembered. */
const KEPT_ENDED = 500;

function parseQueue(text: string): RunEntry[] | null {
  try {
    return queueFileSchema.safeParse(JSON.parse(text)).data?.runs ?? null;
  } catch {
    return null;
  }
}

/** The runs that the server was asked for, in the order of the queue; kept on disk. */
export class RunEntries {
  readonly #file: string | null;
  readonly #log: ServerLog;
  #entries = new Map<string, RunEntry>();
  #saving: Promise<void> = Promise.resolve();
  #dirty = false;
  #broken = false;

  /** @param state folder of queue.json; null = nothing is kept */
  constructor(state: string | null, log: ServerLog) {
    this.#file = state === null ? null : path.join(state, 'queue.json');
    this.#log = log;
  }

  /** Takes over what an earlier server left. */
  async load(): Promise<void> {
    const text = this.#file === null ? null : await diskIo.readText(this.#file).catch(() => null);
    if (text === null) return;
    const runs = parseQueue(text);
    if (runs === null) this.#log('warn', `${this.#file} cannot be read: the queue begins empty`);
    this.#entries = new Map(afterRestart(runs ?? []).map((entry) => [entry.id, entry]));
  }

  /** In the order of the queue. */
  get all(): RunEntry[] {
    return [...this.#entries.values()];
  }

  /** The run of this id. */
  get(id: string): RunEntry | null {
    return this.#entries.get(id) ?? null;
  }

  /** Adds a run at the end of the queue, or puts it there. */
  enqueue(entry: RunEntry): void {
    this.#entries.delete(entry.id);
    this.#entries.set(entry.id, entry);
    this.#save();
  }

  /** States what has happened to a run; one that is gone stays gone. */
  update(id: string, change: Partial<RunEntry>): void {
    this.note(id, { updated_at: new Date().toISOString(), ...change });
  }

  /** Notes something about a run to which nothing has happened. */
  note(id: string, change: Partial<RunEntry>): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.set(id, { ...entry, ...change });
    this.#save();
  }

  /** Forgets a run. */
  remove(id: string): void {
    if (this.#entries.delete(id)) this.#save();
  }

  /** Resolves when everything is on disk. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  #forgetOldest(): void {
    const ended = this.all.filter((entry) => !isOpen(entry) && entry.state !== 'interrupted');
    for (const { id } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) this.#entries.delete(id);
  }

  #save(): void {
    this.#forgetOldest();
    if (this.#file === null || this.#dirty) return;
    this.#dirty = true;
    const { dir } = path.parse(this.#file);
    const file = this.#file;
    // One write at a time; changes that come meanwhile are in the next one.
    this.#saving = this.#saving.then(async () => {
      this.#dirty = false;
      const contents = { schema_version: SCHEMA_VERSION, runs: this.all };
      try {
        await diskIo.makeFolder(dir);
        await replaceFile(diskIo, file, `${JSON.stringify(contents, null, 2)}\n`);
        this.#broken = false;
      } catch (thrown) {
        if (!this.#broken) this.#log('warn', `the queue cannot be saved: ${String(thrown)}`);
        this.#broken = true;
      }
    });
  }
}
