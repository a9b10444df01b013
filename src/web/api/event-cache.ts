import type { QueryClient } from '@tanstack/react-query';
import type { RunEvent } from '../../contract/events.ts';
import type { RunDetail, RunLog, RunSummary, RunsAnswer, ServerEvent } from '../../contract/http.ts';
import type { ModelPack, ModelsAnswer } from '../../contract/model-http.ts';
import { queryKeys } from './query-keys.ts';

/** Log lines kept in the page; the log file has them all. */
const KEPT_LINES = 2000;

/** Newest first, as GET /api/runs answers. */
function withRun({ runs }: RunsAnswer, run: RunSummary): RunsAnswer {
  const known = runs.some(({ id }) => id === run.id);
  const next = known ? runs.map((other) => (other.id === run.id ? run : other)) : [run, ...runs];
  return { runs: next.toSorted((a, b) => b.created_at.localeCompare(a.created_at)) };
}

function withProgress(run: RunSummary, event: Extract<RunEvent, { event: 'progress' }>): RunSummary {
  return { ...run, counts: event.counts, total: event.total };
}

function withLine(log: RunLog, line: RunLog['lines'][number]): RunLog {
  return { ...log, lines: [...log.lines, line].slice(-KEPT_LINES) };
}

/** A log with one more event of its run, as the server's own. */
export function withRunEvent(log: RunLog, event: RunEvent, at: string): RunLog {
  switch (event.event) {
    case 'stage':
      return { ...log, stage: event.stage };
    case 'progress':
      return { ...log, progress: event };
    case 'download':
      return { ...log, download: event };
    case 'log':
      return withLine(log, { at, level: event.level, message: event.message });
    case 'error':
      return withLine(log, { at, level: 'error', message: event.message });
    default:
      return log;
  }
}

/** An answer under way may have been made before an event and would undo it, so the question is asked anew. */
function askAgain(client: QueryClient, queryKey: readonly string[]): void {
  for (const { queryKey: key, state } of client.getQueryCache().findAll({ queryKey })) {
    if (state.fetchStatus !== 'fetching') continue;
    const exactly = { queryKey: key, exact: true };
    // Invalidating alone does not begin a first question anew.
    void client.cancelQueries(exactly).then(() => client.invalidateQueries(exactly));
  }
}

/** Uploads name the runs that were made of them, and whether those have ended. */
function renewUploads(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: queryKeys.uploads });
}

function applyRun(client: QueryClient, run: RunSummary): void {
  askAgain(client, queryKeys.runs);
  askAgain(client, queryKeys.anyRun);
  const known = client.getQueryData<RunsAnswer>(queryKeys.runs)?.runs.find(({ id }) => id === run.id);
  if (known?.state !== run.state) renewUploads(client);
  client.setQueryData<RunsAnswer>(queryKeys.runs, (old) => old && withRun(old, run));
  for (const [key, detail] of client.getQueriesData<RunDetail>({ queryKey: queryKeys.anyRun })) {
    if (!detail) continue;
    if (detail.id === run.id || key[1] === run.id) {
      client.setQueryData<RunDetail>(key, { ...detail, ...run });
      // What run.json says (size of the pictures, versions, the page) changes only with the state, or comes with it.
      if (detail.state !== run.state || detail.folder !== run.folder)
        void client.invalidateQueries({ queryKey: key });
    } else if (detail.state === 'queued') {
      // A run gets the id of its folder when it begins; the address by which it was asked for stays good.
      void client.invalidateQueries({ queryKey: key });
    }
  }
}

function applyRunEvent(client: QueryClient, { id, at, event }: Extract<ServerEvent, { type: 'run-event' }>) {
  const key = queryKeys.runLog(id);
  // Progress comes again soon; a line or a stage comes once.
  if (event.event !== 'progress' && event.event !== 'download') askAgain(client, key);
  client.setQueryData<RunLog>(key, (old) => old && withRunEvent(old, event, at));
  if (event.event !== 'progress') return;
  client.setQueryData<RunsAnswer>(queryKeys.runs, (old) => {
    if (!old) return undefined;
    return { runs: old.runs.map((run) => (run.id === id ? withProgress(run, event) : run)) };
  });
}

function forgetRun(client: QueryClient, id: string): void {
  client.setQueryData<RunsAnswer>(queryKeys.runs, (old) => {
    return old && { runs: old.runs.filter((run) => run.id !== id) };
  });
  void client.invalidateQueries({ queryKey: queryKeys.run(id) });
  renewUploads(client);
}

/** Everything that events keep up to date, fetched again. */
function renew(client: QueryClient): void {
  const { runs, anyRun, anyRunLog, anyReview, presets, uploads, models, features } = queryKeys;
  for (const queryKey of [runs, anyRun, anyRunLog, anyReview, presets, uploads, models, features]) {
    void client.invalidateQueries({ queryKey });
  }
}

function withModel(answer: ModelsAnswer, model: ModelPack): ModelsAnswer {
  return { ...answer, models: answer.models.map((other) => (other.name === model.name ? model : other)) };
}

/** Brings the answers that the page keeps up to date with one event of the server. */
export function applyServerEvent(client: QueryClient, event: ServerEvent): void {
  switch (event.type) {
    case 'reset':
      renew(client);
      break;
    case 'run':
      applyRun(client, event.run);
      break;
    case 'run-removed':
      forgetRun(client, event.id);
      break;
    case 'run-event':
      applyRunEvent(client, event);
      break;
    case 'review':
      askAgain(client, queryKeys.review(event.id));
      if (event.review) client.setQueryData(queryKeys.review(event.id), event.review);
      else void client.invalidateQueries({ queryKey: queryKeys.review(event.id) });
      break;
    case 'presets':
      void client.invalidateQueries({ queryKey: queryKeys.presets });
      break;
    case 'uploads':
      renewUploads(client);
      break;
    case 'model':
      askAgain(client, queryKeys.models);
      client.setQueryData<ModelsAnswer>(queryKeys.models, (old) => old && withModel(old, event.model));
      break;
    case 'records':
    case 'export':
      break; // for the handlers of the pages that show them
  }
}
