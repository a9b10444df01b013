import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { CreateRun, RunDetail, RunLog, RunSummary } from '../../contract/http.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { checkOptions } from '../../run/check-options.ts';
import { isAddress } from '../../source/list-inputs.ts';
import { openLocal, reopenSource } from '../../source/open-local.ts';
import { allowedFaces } from '../faces/allowed-faces.ts';
import type { Runs, ServerContext } from '../server-context.ts';
import { allowedDownload } from '../site/allowed-download.ts';
import { allowedSubject } from '../subject/allowed-subject.ts';
import { type KnownRun, RunBook } from './run-book.ts';
import { detailOf, logOfFolder, optionsOf } from './run-detail.ts';
import { RunEntries } from './run-entries.ts';
import type { RunEntry } from './run-entry.ts';
import { RunFolders } from './run-folders.ts';
import { newRunId } from './run-ids.ts';
import { folderKey, RunJobs } from './run-jobs.ts';
import { RunNews } from './run-news.ts';
import { RunTrash } from './run-trash.ts';

/** What the registry of runs needs. */
export interface RunMeans
  extends Pick<ServerContext, 'settings' | 'roots' | 'hub' | 'programs' | 'packs' | 'log'> {
  /** Whether the queue may be kept on disk: not while another server keeps its own there. */
  readonly keepQueue: boolean;
  /** File of the process of a run. */
  readonly jobEntry: string;
}

/** Time between two looks at the workspace while somebody listens, milliseconds. */
const LOOK_MS = 2000;

/** The runs of a workspace: those of this server and those of the command line. */
export class RunRegistry implements Runs {
  readonly #means: RunMeans;
  readonly #entries: RunEntries;
  readonly #book: RunBook;
  readonly #jobs: RunJobs;
  readonly #trash: RunTrash;
  readonly #news: RunNews;
  #looking: Promise<void> = Promise.resolve();
  #nextLook: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(means: RunMeans) {
    const { settings, hub, log, keepQueue, jobEntry } = means;
    this.#means = means;
    this.#entries = new RunEntries(keepQueue ? settings.state : null, log);
    const live = (id: string) => this.#jobs.logOf(id)?.progress ?? null;
    this.#book = new RunBook(this.#entries, new RunFolders(settings.workspace), live);
    this.#news = new RunNews(hub);
    this.#trash = new RunTrash(settings.state, settings.workspace);
    this.#jobs = new RunJobs({
      entries: this.#entries,
      hub,
      log,
      concurrency: settings.concurrency,
      jobEntry,
      onChange: () => void this.#look(),
    });
  }

  /** Takes over what an earlier server left and begins to look at the workspace. */
  async start(): Promise<void> {
    await this.#entries.load();
    this.#book.expectFolders();
    await this.#look();
    this.#timer = setInterval(() => {
      if (this.#means.hub.isHeard) void this.#look();
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** Ends the runs and saves the queue. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#jobs.stop();
    await this.#entries.saved();
  }

  async list(): Promise<RunSummary[]> {
    await this.#look();
    return this.#book.summaries;
  }

  async get(id: string): Promise<RunDetail> {
    const run = await this.#find(id);
    return detailOf(run, this.#book.summaryOf(run), this.#means.settings.workspace);
  }

  async folderOf(id: string): Promise<string> {
    const known = this.#book.find(id)?.facts;
    // Asked for every picture: looks again only where the folder was renamed or another one has its name.
    if (known && (await folderKey(known.folder)) === known.key) return known.folder;
    const { facts } = await this.#find(id);
    if (facts === null) throw new AppError('not_found', { what: 'folder of this run yet' });
    return facts.folder;
  }

  async log(id: string): Promise<RunLog> {
    const { id: listed, entry, facts } = await this.#find(id);
    const book = this.#jobs.logOf(listed);
    if (book) return book.view;
    if (facts) return logOfFolder(facts, facts.progress?.updated_at ?? facts.createdAt.toISOString());
    const error = entry?.error;
    const lines = error ? [{ at: entry.updated_at, level: 'error' as const, message: error.message }] : [];
    return { stage: null, progress: null, download: null, lines };
  }

  async create({ input, options: given, title }: CreateRun): Promise<RunSummary> {
    const { settings, roots, programs } = this.#means;
    const wanted = resolveOptions(ANALYZE_OPTIONS, { ...given, out: settings.workspace });
    checkOptions(wanted);
    const options = await this.#allowedModels(wanted);
    const unbound = { id: newRunId(), title: title ?? null, folder: null, folder_key: null };
    if (isAddress(input)) {
      const download = await allowedDownload(input, options, roots);
      await programs();
      return this.#enqueue({ ...unbound, input, options: download });
    }
    const path = await roots.resolve(input);
    await openLocal(path, { glob: options.glob, links: false });
    await programs();
    return this.#enqueue({ ...unbound, input: path, options });
  }

  async #allowedModels(options: AnalyzeOptions): Promise<AnalyzeOptions> {
    const { settings, roots, packs } = this.#means;
    const places = { roots, state: settings.state, packs: packs.map(({ name }) => name) };
    return allowedSubject(await allowedFaces(options, places), roots);
  }

  async cancel(id: string): Promise<RunSummary> {
    const run = await this.#find(id);
    const { entry } = run;
    if (entry?.state === 'running') {
      this.#jobs.cancel(entry.id);
    } else if (entry?.state === 'queued') {
      this.#entries.update(entry.id, { state: 'cancelled' });
    } else {
      const { state } = this.#book.summaryOf(run);
      const suggestion =
        state === 'running'
          ? `It was not started here: stop process ${run.facts?.holder ?? ''}.`
          : 'It has ended already.';
      throw new AppError('run_busy', { state, suggestion });
    }
    return this.#renewed(run.id);
  }

  async resume(id: string): Promise<RunSummary> {
    const run = await this.#find(id);
    const { state, input } = this.#book.summaryOf(run);
    if (state === 'running' || state === 'queued') {
      throw new AppError('run_busy', { state, suggestion: 'Wait until it ends.' });
    }
    const { entry, facts } = run;
    const known = optionsOf(run, this.#means.settings.workspace);
    // What was asked for here was looked at then.
    const options = entry ? known : await this.#allowedModels(known);
    const earlier = facts?.run.source;
    // Only what was asked for here is fetched again: a run folder may come from somebody else.
    const address = entry && isAddress(entry.input) ? entry.input : null;
    if (address === null)
      await (earlier?.pictures
        ? reopenSource(earlier)
        : openLocal(input, { glob: options.glob, links: false }));
    await this.#means.programs();
    return this.#enqueue({
      id: run.id,
      input: address ?? input,
      title: entry?.title ?? null,
      // What an address has brought already is not asked for again.
      options: address === null ? options : { ...options, reuse: true },
      folder: facts?.folder ?? null,
      folder_key: facts?.key ?? null,
    });
  }

  async trash(id: string): Promise<{ trash_id: string; path: string }> {
    const run = await this.#find(id);
    const { state } = this.#book.summaryOf(run);
    if (state === 'running' || state === 'queued') {
      throw new AppError('run_busy', { state, suggestion: 'Cancel the run first.' });
    }
    if (run.facts === null) {
      const trashed = await this.#trash.putEntry(run.entry);
      this.#entries.remove(run.entry.id);
      await this.#look();
      return trashed;
    }
    // Noted first: a folder that is gone for another reason takes what is known of it along.
    if (run.entry) this.#entries.note(run.entry.id, { trashed: true });
    try {
      return await this.#trash.putFolder(run.facts.folder);
    } finally {
      await this.#look();
    }
  }

  async restore(trashId: string): Promise<RunSummary> {
    const taken = await this.#trash.take(trashId);
    if ('entry' in taken) {
      this.#entries.enqueue(taken.entry);
      return this.#renewed(taken.entry.id);
    }
    const summaries = await this.list();
    const restored = summaries.find(({ folder }) => folder === taken.folder);
    if (!restored)
      throw new AppError('run_invalid', { path: taken.folder, reason: 'it holds no run of this version' });
    return restored;
  }

  async #enqueue(
    what: Pick<RunEntry, 'id' | 'input' | 'title' | 'options' | 'folder' | 'folder_key'>,
  ): Promise<RunSummary> {
    const now = new Date().toISOString();
    const earlier = this.#entries.get(what.id);
    this.#entries.enqueue({
      ...what,
      former: earlier?.former ?? [],
      state: 'queued',
      trashed: false,
      probe: earlier?.probe ?? null,
      error: null,
      created_at: earlier?.created_at ?? now,
      updated_at: now,
    });
    this.#jobs.startNext();
    return this.#renewed(what.id);
  }

  /** @throws AppError `not_found` */
  async #find(id: string): Promise<KnownRun> {
    await this.#look();
    const run = this.#book.find(id);
    if (!run) throw new AppError('not_found', { what: 'such run' });
    return run;
  }

  async #renewed(id: string): Promise<RunSummary> {
    return this.#book.summaryOf(await this.#find(id));
  }

  /** Looks at the workspace. A look that has begun may have missed what is asked about, so the next one is waited for. */
  #look(): Promise<void> {
    this.#nextLook ??= this.#looking.then(() => {
      this.#nextLook = null;
      this.#looking = this.#book
        .renew()
        .then(() => this.#news.tell(this.#book.summaries))
        .catch((thrown: unknown) => this.#means.log('error', `the runs cannot be listed: ${String(thrown)}`));
      return this.#looking;
    });
    return this.#nextLook;
  }
}
