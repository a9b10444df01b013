import path from 'node:path';
import { type ProgressFile, RUN_FILES, type RunCounts, SCHEMA_VERSION } from '../contract/run-files.ts';
import { type RunIo, replaceFile } from './run-io.ts';

/** Shortest time between two writes while a run is going, milliseconds. */
const WRITE_MS = 1000;

/** progress.json of a run: its state, for people and programs that look from outside. */
export class ProgressRecorder {
  readonly #io: RunIo;
  readonly #file: string;
  readonly #started: Date;
  readonly #now: () => Date;
  #written = 0;
  #total: number | null = null;

  constructor(io: RunIo, folder: string, now: () => Date) {
    this.#io = io;
    this.#file = path.join(folder, RUN_FILES.progress);
    this.#now = now;
    this.#started = now();
  }

  /** States how many frames there are to record. */
  set total(total: number | null) {
    this.#total = total;
  }

  /** Notes the state, at most once a second while the run is going. */
  async note(counts: RunCounts): Promise<void> {
    if (this.#now().getTime() - this.#written < WRITE_MS) return;
    await this.write('running', counts, null);
  }

  /** Writes the state now. */
  async write(state: ProgressFile['state'], counts: RunCounts, error: ProgressFile['error']): Promise<void> {
    const now = this.#now();
    this.#written = now.getTime();
    const file: ProgressFile = {
      schema_version: SCHEMA_VERSION,
      state,
      pid: process.pid,
      started_at: this.#started.toISOString(),
      updated_at: now.toISOString(),
      done: counts.processed,
      total: this.#total,
      counts,
      seconds: (now.getTime() - this.#started.getTime()) / 1000,
      error,
    };
    await replaceFile(this.#io, this.#file, `${JSON.stringify(file, null, 2)}\n`);
  }
}
