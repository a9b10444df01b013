import { randomBytes } from 'node:crypto';
import { AppError, toAppError } from '../../contract/app-error.ts';
import type { ExportBody, ExportPlan, ExportStage, ExportStatus } from '../../contract/http.ts';
import { SizeEstimator } from '../../export/estimate-size.ts';
import { exportSelection } from '../../export/export-selection.ts';
import { planExport } from '../../export/plan-export.ts';
import { videoPictures } from '../../export/video-pictures.ts';
import { httpErrorOf } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';
import { Gate } from '../work/gate.ts';
import { StoredRuns } from './stored-runs.ts';
import { type WantedExport, wantedExport } from './wanted-export.ts';

/** Exports that work at the same time; the others wait. */
const AT_ONCE = 2;
/** Conversions of an export at the same time: Node has four threads for them, and the page wants thumbnails too. */
const WORKERS = 2;
/** Time between two reports of progress, milliseconds. */
const REPORT_MS = 200;
/** Exports that are remembered after their end. */
const MOST_ENDED = 200;

interface Job {
  status: ExportStatus;
  readonly controller: AbortController;
  reported: number;
}

/** What exports need of a server. */
export type ExportContext = Pick<
  ServerContext,
  'roots' | 'hub' | 'programs' | 'log' | 'signal' | 'unfinished'
> & { readonly runs: Pick<ServerContext['runs'], 'folderOf'> };

/** The exports of a server: planned, begun, followed and stopped. They work in this process, without blocking it. */
export class ExportJobs {
  readonly #context: ExportContext;
  readonly #stored = new StoredRuns();
  readonly #sizes = new SizeEstimator();
  readonly #gate = new Gate(AT_ONCE);
  /** Oldest first. */
  readonly #jobs = new Map<string, Job>();

  constructor(context: ExportContext) {
    this.#context = context;
  }

  /**
   * Says what an export would write.
   * @throws AppError for options, folders or a run that cannot be used, `picture_missing`
   */
  async plan(runId: string, body: ExportBody): Promise<ExportPlan> {
    const wanted = await wantedExport(this.#context, this.#stored, runId, body);
    const plan = await planExport(wanted, this.#sizes);
    return { ...plan, warnings: [...wanted.warnings, ...plan.warnings] };
  }

  /**
   * Begins an export.
   * @throws AppError for options, folders or a run that cannot be used; what goes wrong later stands in the status
   */
  async start(runId: string, body: ExportBody): Promise<ExportStatus> {
    const wanted = await wantedExport(this.#context, this.#stored, runId, body);
    const id = randomBytes(8).toString('hex');
    const job: Job = {
      status: {
        id,
        run: runId,
        state: 'running',
        folder: null,
        stage: 'pictures',
        done: 0,
        total: wanted.selected.kept.length,
        warnings: [],
        error: null,
      },
      controller: new AbortController(),
      reported: 0,
    };
    this.#jobs.set(id, job);
    this.#forgetOldest();
    this.#report(job, {});
    const working = this.#work(job, wanted);
    this.#context.unfinished?.add(working);
    void working.finally(() => this.#context.unfinished?.delete(working));
    return job.status;
  }

  /** @throws AppError `not_found` */
  get(id: string): ExportStatus {
    return this.#jobOf(id).status;
  }

  /**
   * Stops an export; what it has written goes away. One that has ended stays as it is.
   * @throws AppError `not_found`
   */
  cancel(id: string): ExportStatus {
    const job = this.#jobOf(id);
    job.controller.abort();
    return job.status;
  }

  /**
   * Where a finished export is.
   * @throws AppError `not_found`, also for an export without a folder
   */
  folderOf(id: string): string {
    const { folder } = this.#jobOf(id).status;
    if (folder === null) throw new AppError('not_found', { what: 'folder of this export' });
    return folder;
  }

  #jobOf(id: string): Job {
    const job = this.#jobs.get(id);
    if (!job) throw new AppError('not_found', { what: 'such export' });
    return job;
  }

  async #work(job: Job, wanted: WantedExport): Promise<void> {
    const { programs, log } = this.#context;
    const signal = AbortSignal.any([job.controller.signal, this.#context.signal]);
    const pictures = videoPictures(wanted.run, programs, WORKERS);
    const onProgress = (done: number, total: number, stage: ExportStage) =>
      this.#progress(job, { done, total, stage });
    try {
      const { folder, count, warnings } = await this.#gate.run(signal, () =>
        exportSelection({ ...wanted, to: null, pictures, workers: WORKERS, signal, onProgress }),
      );
      log('info', `exported ${count} pictures into ${folder}`);
      this.#report(job, { state: 'done', folder, warnings: [...wanted.warnings, ...warnings] });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'cancelled') {
        this.#report(job, { state: 'cancelled' });
        return;
      }
      log('error', `export of ${wanted.folder}: ${error.message}`);
      this.#report(job, { state: 'failed', error: httpErrorOf(error).error });
    }
  }

  /** Tells the page at most five times a second, and the beginning and end of every stage. */
  #progress(job: Job, progress: Pick<ExportStatus, 'done' | 'total' | 'stage'>): void {
    const edge = progress.stage !== job.status.stage || progress.done === progress.total;
    if (edge || Date.now() - job.reported >= REPORT_MS) this.#report(job, progress);
    else job.status = { ...job.status, ...progress };
  }

  #report(job: Job, change: Partial<ExportStatus>): void {
    job.status = { ...job.status, ...change };
    job.reported = Date.now();
    this.#context.hub.publish({ type: 'export', export: job.status });
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs].filter(([, { status }]) => status.state !== 'running');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) this.#jobs.delete(id);
  }
}
