import { createHash } from 'node:crypto';
import path from 'node:path';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import type { RunState, RunSummary } from '../../contract/http.ts';
import type { OptionTable } from '../../contract/option-spec.ts';
import type { RunFile } from '../../contract/run-files.ts';
import { isAddress } from '../../source/list-inputs.ts';
import type { FolderFacts } from './folder-facts.ts';
import { isOpen, type RunEntry } from './run-entry.ts';

/** Where a run stands by its folder alone. */
export function stateOfFolder({ run, progress, holder }: FolderFacts): RunState {
  if (holder !== null) return 'running';
  if (run.counts !== null) return 'done';
  // The last word of a session that could still say one; `running` was the last word of one that was killed.
  return progress?.state === 'cancelled' || progress?.state === 'failed' ? progress.state : 'interrupted';
}

/**
 * Where a run stands that this server was asked for. Its folder knows better once another program has gone on with it;
 * that a run has failed may be known only here.
 */
export function stateOfEntry(entry: RunEntry, facts: FolderFacts | null): RunState {
  if (facts === null || isOpen(entry)) return entry.state;
  const state = stateOfFolder(facts);
  if (state === 'running') return state;
  const later = facts.progress !== null && facts.progress.updated_at > entry.updated_at;
  return state === 'done' && (entry.state !== 'failed' || later) ? state : entry.state;
}

/** The options that differ from the defaults; the parent folder is the workspace anyway. */
export function changedOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const table: OptionTable = ANALYZE_OPTIONS;
  const differs = ([name, value]: [string, unknown]) =>
    name !== 'out' && JSON.stringify(value) !== JSON.stringify(table[name]?.default);
  return Object.fromEntries(Object.entries(options).filter(differs));
}

/** Changes with everything that can change the pictures of a run: source, options, programs. */
export function pictureKey({ config_hash, source, tool, versions }: RunFile): string {
  const identity = JSON.stringify([config_hash, source.fingerprint, tool, versions]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

/** A run that only its folder tells of. */
export function folderSummary(id: string, facts: FolderFacts): RunSummary {
  const { run, progress, folder } = facts;
  const state = stateOfFolder(facts);
  return {
    id,
    name: path.basename(folder),
    title: run.source.page?.title ?? null,
    folder,
    state,
    input: run.source.path,
    source_missing: facts.sourceMissing,
    source_address: run.source.page?.url ?? null,
    source_fingerprint: run.source.fingerprint,
    probe: run.probe,
    options: changedOptions(run.options),
    counts: run.counts ?? progress?.counts ?? null,
    total: progress?.total ?? run.counts?.processed ?? null,
    error: state === 'failed' ? (progress?.error ?? null) : null,
    warnings: [...run.warnings],
    created_at: facts.createdAt.toISOString(),
    updated_at: progress?.updated_at ?? new Date(facts.changedAt).toISOString(),
    seconds: progress?.seconds ?? null,
    queue_place: null,
    here: false,
    sample: [...facts.sample],
    picture_key: pictureKey(run),
  };
}

/** Name of a run that has no folder yet: of a file its name, of an address the last part that says something. */
export function nameOfInput(input: string): string {
  if (!isAddress(input) || !URL.canParse(input)) return path.parse(input).name || input;
  const { hostname, pathname, search } = new URL(input);
  const last = pathname.split('/').findLast((part) => part !== '');
  return last === undefined ? hostname : `${hostname}/${last}${search}`;
}

/** What a run that this server was asked for is while it has no folder. */
function bareSummary(entry: RunEntry): RunSummary {
  return {
    id: entry.id,
    name: nameOfInput(entry.input),
    title: entry.title,
    folder: null,
    state: entry.state,
    input: entry.input,
    source_missing: false,
    source_address: isAddress(entry.input) ? entry.input : null,
    source_fingerprint: null,
    probe: entry.probe,
    options: changedOptions(entry.options),
    counts: null,
    total: null,
    error: entry.error,
    warnings: [],
    created_at: entry.created_at,
    updated_at: entry.updated_at,
    seconds: null,
    queue_place: null,
    here: isOpen(entry),
    sample: [],
    picture_key: '',
  };
}

/**
 * A run that this server was asked for.
 * @param facts its folder, where it has one
 * @param place in the queue, from 1
 */
export function entrySummary(entry: RunEntry, facts: FolderFacts | null, place: number | null): RunSummary {
  const own = bareSummary(entry);
  const state = stateOfEntry(entry, facts);
  const queue_place = state === 'queued' ? place : null;
  if (facts === null) return { ...own, queue_place };
  const there = folderSummary(entry.id, facts);
  const error = state === 'failed' ? (entry.error ?? there.error) : null;
  const { options, here, probe, title } = own;
  const known = { probe: probe ?? there.probe, title: there.title ?? title };
  // A job may have ended without touching the folder.
  const updated_at = own.updated_at > there.updated_at ? own.updated_at : there.updated_at;
  return { ...there, ...known, updated_at, options, here, state, error, queue_place };
}
