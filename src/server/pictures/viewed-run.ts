import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { RUN_FILES, type RunFile } from '../../contract/run-files.ts';
import { readRunJson } from '../../run/read-run.ts';
import { folderId } from '../runs/run-ids.ts';
import { pictureKey } from '../runs/run-summary.ts';

/** A run whose pictures are shown. */
export interface ViewedRun {
  /** Absolute path of the run folder. */
  readonly folder: string;
  /** Name of its own files in caches. */
  readonly cacheName: string;
  readonly file: RunFile;
  /** Changes whenever the pictures do. */
  readonly key: string;
}

/** Runs that are remembered; run.json is small. */
const MOST_RUNS = 200;

/** run.json of the runs that are looked at, read again when it has changed. */
export class ViewedRuns {
  readonly #runs = new Map<string, { readonly stamp: string; readonly run: ViewedRun }>();

  /**
   * A run by its folder.
   * @throws AppError `run_missing`, `run_invalid`
   */
  async of(folder: string): Promise<ViewedRun> {
    const facts = await stat(join(folder, RUN_FILES.run)).catch(() => null);
    if (!facts) throw new AppError('run_missing', { path: folder });
    const stamp = `${facts.ino} ${facts.size} ${facts.mtimeMs}`;
    const known = this.#runs.get(folder);
    if (known?.stamp === stamp) return known.run;
    const file = await readRunJson(folder);
    const run = { folder, cacheName: folderId(folder), file, key: pictureKey(file) };
    this.#runs.set(folder, { stamp, run });
    const [oldest] = this.#runs.keys();
    if (oldest !== undefined && this.#runs.size > MOST_RUNS) this.#runs.delete(oldest);
    return run;
  }
}
