import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameRecord } from '../../contract/record.ts';
import { RUN_FILES, type RunFile } from '../../contract/run-files.ts';
import { comparedRun } from '../../run/people/compared-run.ts';
import { readRecords, readReview, readRunJson, type StoredRun } from '../../run/read-run.ts';

/** How long a run is remembered after its last use, milliseconds: a million records take some memory. */
const REMEMBERED_MS = 60_000;

interface Known {
  readonly folder: string;
  readonly stamp: string;
  readonly contents: Promise<{ run: RunFile; records: readonly FrameRecord[] }>;
}

async function stampOf(folder: string): Promise<string> {
  const names = [RUN_FILES.run, RUN_FILES.metadata, RUN_FILES.embeddings, RUN_FILES.people];
  const files = names.map((name) => stat(join(folder, name)).catch(() => null));
  const facts = await Promise.all(files);
  return facts.map((file) => (file ? `${file.ino} ${file.size} ${file.mtimeMs}` : '-')).join(' ');
}

/** Runs read for exports. The latest one is remembered, because every change in the dialog asks for a plan of it. */
export class StoredRuns {
  #known: Known | null = null;
  #forget: NodeJS.Timeout | null = null;

  /**
   * A run as it lies on disk now, with the distances to the people who are looked for.
   * @throws AppError `run_missing`, `run_invalid`
   */
  async read(folder: string): Promise<StoredRun> {
    const stamp = await stampOf(folder);
    const known = this.#known;
    const same = known !== null && known.folder === folder && known.stamp === stamp;
    const contents = same ? known.contents : this.#remember(folder, stamp);
    this.#rest();
    const { run, records } = await contents;
    return { run, records, review: await readReview(folder) };
  }

  #remember(folder: string, stamp: string): Known['contents'] {
    const reading = async () => {
      const run = await readRunJson(folder);
      return await comparedRun(folder, { run, records: await readRecords(folder) });
    };
    const known: Known = { folder, stamp, contents: reading() };
    this.#known = known;
    known.contents.catch(() => {
      if (this.#known === known) this.#known = null;
    });
    return known.contents;
  }

  #rest(): void {
    if (this.#forget) clearTimeout(this.#forget);
    this.#forget = setTimeout(() => {
      this.#known = null;
    }, REMEMBERED_MS).unref();
  }
}
