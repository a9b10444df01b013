import { realpath } from 'node:fs/promises';
import { AppError } from '../../contract/app-error.ts';
import type { UploadView } from '../../contract/uploads.ts';
import type { Runs } from '../server-context.ts';
import type { FingerprintCache } from './fingerprint-cache.ts';
import type { UploadFolder } from './upload-folder.ts';
import { runsOf } from './upload-runs.ts';

/** What the list of uploads is made from. */
export interface UploadListMeans {
  readonly folder: UploadFolder;
  readonly fingerprints: FingerprintCache;
  readonly runs: Pick<Runs, 'list'>;
}

/** The uploads as the page shows them: how much is here, what it holds, and which runs were made of it. */
export class UploadList {
  readonly #means: UploadListMeans;

  constructor(means: UploadListMeans) {
    this.#means = means;
  }

  /** All uploads, newest first. */
  async all(): Promise<UploadView[]> {
    const { folder, fingerprints, runs } = this.#means;
    const [states, summaries] = await Promise.all([folder.list(), runs.list()]);
    const paths = states.flatMap(({ path }) => path ?? []);
    const known = await fingerprints.of(paths);
    return Promise.all(
      states.map(async ({ record, size, offset, path }) => {
        const { id, name, file, created_at } = record;
        const view = { id, name: file ?? name, path, size, offset, created_at };
        if (path === null) return { ...view, fingerprint: record.fingerprint, runs: [] };
        const fingerprint = known.get(path) ?? null;
        const real = await realpath(path).catch(() => path);
        return {
          ...view,
          fingerprint,
          runs: runsOf({ paths: [path, real], fingerprint, created_at }, summaries),
        };
      }),
    );
  }

  /**
   * Makes sure that an upload may be deleted.
   * @throws AppError `not_found`, `upload_busy` while a run in the queue or running reads from it
   */
  async checkUnused(id: string): Promise<void> {
    const upload = (await this.all()).find((one) => one.id === id);
    if (!upload) throw new AppError('not_found', { what: 'such upload' });
    const open = upload.runs.find((run) => run.open);
    if (open) throw new AppError('upload_busy', { name: upload.name, run: open.name });
  }
}
