import { AppError, toAppError } from '../../contract/app-error.ts';
import type { ModelDownload, ModelPack, ModelsAnswer } from '../../contract/model-http.ts';
import { modelFolders } from '../../inference/download/model-folders.ts';
import { modelBytes } from '../../inference/download/model-state.ts';
import type { PullProgress } from '../../inference/download/pull-bundle.ts';
import { requireLicence } from '../../inference/download/pull-model.ts';
import {
  exportCommandOf,
  type KnownModel,
  knownModelSource,
  knownModelState,
  pullKnownModel,
} from '../../run/models/known-models.ts';
import type { MaskModelManifest } from '../../subject/packs/mask-model-manifest.ts';
import { httpErrorOf } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';

/** Time between two reports of progress, milliseconds. */
const REPORT_MS = 200;

interface Job {
  download: ModelDownload;
  readonly controller: AbortController;
  reported: number;
}

type DownloadContext = Pick<ServerContext, 'hub' | 'log' | 'signal' | 'unfinished'>;

const maskFacts = ({ family, variant, imageSize }: MaskModelManifest) => ({ family, variant, imageSize });

const BEGUN: ModelDownload = {
  ...{ state: 'running', file: null, received: 0, total: 0 },
  ...{ warnings: [], error: null },
};

/** The models that a server knows, and their downloads: one of a pack at a time, in the background. */
export class ModelDownloads {
  readonly #context: DownloadContext;
  readonly #packs: readonly KnownModel[];
  /** The latest download of each pack. */
  readonly #jobs = new Map<string, Job>();

  constructor(context: DownloadContext, packs: readonly KnownModel[]) {
    this.#context = context;
    this.#packs = packs;
  }

  /** All packs with what is here of them. */
  async all(): Promise<ModelsAnswer> {
    const models = await Promise.all(this.#packs.map((pack) => this.#viewOf(pack)));
    return { folder: modelFolders(null)[0] ?? '', models };
  }

  /**
   * Begins the download of what is missing of a pack, unless it is under way already.
   * @param accept terms that the person accepts now
   * @throws AppError `not_found`, `licence_needed`; what goes wrong later stands in the download
   */
  async pull(name: string, accept: string | undefined): Promise<ModelPack> {
    const pack = this.#packOf(name);
    await requireLicence(pack, accept === undefined ? {} : { accept });
    if (this.#jobs.get(name)?.download.state !== 'running') this.#begin(pack);
    return await this.#viewOf(pack);
  }

  /**
   * Stops a download; what has arrived is kept for the next one. One that has ended stays as it is.
   * @throws AppError `not_found`
   */
  async cancel(name: string): Promise<ModelPack> {
    const pack = this.#packOf(name);
    this.#jobs.get(name)?.controller.abort();
    return await this.#viewOf(pack);
  }

  #packOf(name: string): KnownModel {
    const pack = this.#packs.find((known) => known.name === name);
    if (!pack) throw new AppError('not_found', { what: `model called ${name}` });
    return pack;
  }

  async #viewOf(pack: KnownModel): Promise<ModelPack> {
    const folders = modelFolders(null);
    const found = await knownModelState(pack, folders);
    const { present, absent, missing, downloadBytes, accepted } = found;
    const { kind, name, title, licence } = pack;
    return {
      ...{ kind, name, title },
      state: present ? 'present' : absent ? 'missing' : 'partly',
      missing: [...missing],
      bytes: modelBytes(pack),
      download_bytes: downloadBytes,
      source: knownModelSource(found),
      export_command: exportCommandOf(pack, folders),
      tiles: pack.kind === 'faces' && pack.detector.kind === 'ultraface',
      mask: pack.kind === 'masks' ? maskFacts(pack) : null,
      licence: { ...licence, accepted },
      download: this.#jobs.get(name)?.download ?? null,
    };
  }

  #begin(pack: KnownModel): void {
    const job: Job = { download: BEGUN, controller: new AbortController(), reported: 0 };
    this.#jobs.set(pack.name, job);
    const { unfinished } = this.#context;
    const working = this.#work(pack, job);
    unfinished?.add(working);
    void working.finally(() => unfinished?.delete(working));
  }

  async #work(pack: KnownModel, job: Job): Promise<void> {
    const { log, signal: stopped } = this.#context;
    const signal = AbortSignal.any([job.controller.signal, stopped]);
    try {
      await this.#report(pack, job, {});
      const folder = modelFolders(null)[0] ?? '.';
      const onProgress = (progress: PullProgress) => void this.#progress(pack, job, progress);
      const warnings = await pullKnownModel(pack, { folder, signal, onProgress });
      log('info', `models ${pack.name} are in ${folder}`);
      await this.#report(pack, job, { state: 'done', warnings });
      await this.#tellOthers(pack);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'cancelled') log('error', `models ${pack.name}: ${error.message}`);
      const end: Partial<ModelDownload> =
        error.code === 'cancelled'
          ? { state: 'cancelled' }
          : { state: 'failed', error: httpErrorOf(error).error };
      await this.#report(pack, job, end);
    }
  }

  /** Tells the page at most five times a second, and when another file begins. */
  async #progress(pack: KnownModel, job: Job, { name, received, total }: PullProgress): Promise<void> {
    const isNew = name !== job.download.file;
    const change = { file: name, received, total };
    if (isNew || Date.now() - job.reported >= REPORT_MS) await this.#report(pack, job, change);
    else job.download = { ...job.download, ...change };
  }

  /** Packs that share files with one that has come may be complete now. */
  async #tellOthers({ name, bundles }: KnownModel): Promise<void> {
    const folders = new Set(bundles.map(({ folder }) => folder));
    const others = this.#packs.filter(
      (other) => other.name !== name && other.bundles.some(({ folder }) => folders.has(folder)),
    );
    for (const other of others) {
      this.#context.hub.publish({ type: 'model', model: await this.#viewOf(other) });
    }
  }

  async #report(pack: KnownModel, job: Job, change: Partial<ModelDownload>): Promise<void> {
    job.download = { ...job.download, ...change };
    job.reported = Date.now();
    const { download } = job;
    // Looking at the files takes a moment, in which the download may go on: events must not overtake each other.
    const view = await this.#viewOf(pack);
    if (job.download === download) this.#context.hub.publish({ type: 'model', model: view });
  }
}
