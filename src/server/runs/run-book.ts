import type { RunSummary } from '../../contract/http.ts';
import type { FolderFacts } from './folder-facts.ts';
import type { RunEntries } from './run-entries.ts';
import { isOpen, type RunEntry } from './run-entry.ts';
import type { RunFolders } from './run-folders.ts';
import { folderId } from './run-ids.ts';
import type { ProgressEvent } from './run-log.ts';
import { entrySummary, folderSummary } from './run-summary.ts';

/** A run as the server knows it: what it was asked for, what the folder says, or both. */
export type KnownRun = { readonly id: string } & (
  | { readonly entry: RunEntry; readonly facts: FolderFacts }
  | { readonly entry: RunEntry; readonly facts: null }
  | { readonly entry: null; readonly facts: FolderFacts }
);

/** Earlier ids that go on working for one run. */
const MOST_FORMER = 20;

/**
 * Joins the runs that the server was asked for with the folders of the workspace. A run keeps the id under which it was
 * made for as long as the server knows it; the id of its folder, and ids of earlier runs that came to the same folder,
 * stand for it too.
 */
export class RunBook {
  readonly #entries: RunEntries;
  readonly #folders: RunFolders;
  readonly #live: (id: string) => ProgressEvent | null;
  #known = new Map<string, KnownRun>();
  #names = new Map<string, string>();
  /** Folders that have been there: only one of these can be gone. One just made may have been missed by a look. */
  readonly #seen = new Set<string>();

  /** @param live how far a run of this server is, sooner than its folder says */
  constructor(entries: RunEntries, folders: RunFolders, live: (id: string) => ProgressEvent | null) {
    this.#live = live;
    this.#entries = entries;
    this.#folders = folders;
  }

  /** The run of an id, or of one that stands for it. */
  find(id: string): KnownRun | null {
    return this.#known.get(this.#names.get(id) ?? id) ?? null;
  }

  /** All runs, newest first. */
  get summaries(): RunSummary[] {
    const all = [...this.#known.values()].map((run) => this.summaryOf(run));
    return all.sort((a, b) => b.created_at.localeCompare(a.created_at));
  }

  /** One run. */
  summaryOf({ id, entry, facts }: KnownRun): RunSummary {
    if (entry === null) return folderSummary(id, facts);
    const summary = entrySummary(entry, facts, this.#placeOf(entry));
    const live = summary.state === 'running' ? this.#live(id) : null;
    return live ? { ...summary, counts: live.counts, total: live.total } : summary;
  }

  /** States that the folders of all runs so far have been there. */
  expectFolders(): void {
    for (const { folder_key } of this.#entries.all) if (folder_key !== null) this.#seen.add(folder_key);
  }

  /** Looks at the folders again and settles which belongs to which run. */
  async renew(): Promise<void> {
    await this.#folders.scan();
    this.join();
  }

  /** Settles it anew from what is known. */
  join(): void {
    const owners = this.#settleFolders();
    const known = new Map<string, KnownRun>();
    const names: [other: string, id: string][] = [];
    for (const entry of this.#entries.all) {
      const facts = this.#factsOf(entry);
      const own = facts !== null && owners.get(facts.key) === entry.id ? facts : null;
      // Its folder has gone into the trash, or belongs to another run.
      if (own === null && this.#wasSeen(entry) && !isOpen(entry)) continue;
      known.set(entry.id, { id: entry.id, entry, facts: own });
      if (own) names.push([folderId(own.folder), entry.id]);
      for (const former of entry.former) names.push([former, entry.id]);
    }
    for (const facts of this.#folders.all) {
      if (owners.has(facts.key)) continue;
      const id = folderId(facts.folder);
      // The name may have been that of another run that was set aside and is listed under its first id.
      const free = known.has(id) ? folderId(facts.key) : id;
      known.set(free, { id: free, entry: null, facts });
    }
    this.#known = known;
    this.#names = new Map(names.filter(([other]) => !known.has(other)));
  }

  /** Which run each folder belongs to: the one that works in it, else the latest; an earlier one is taken over. */
  #settleFolders(): ReadonlyMap<string, string> {
    const owners = new Map<string, string>();
    for (const { key } of this.#folders.all) this.#seen.add(key);
    const latest = this.#entries.all.reverse();
    const running = latest.filter(({ state }) => state === 'running');
    for (const entry of [...running, ...latest.filter(({ state }) => state !== 'running')]) {
      const facts = this.#factsOf(entry);
      if (facts === null) {
        if (this.#wasSeen(entry) && !isOpen(entry) && !entry.trashed) this.#entries.remove(entry.id);
        continue;
      }
      const owner = owners.get(facts.key);
      if (owner === undefined) {
        owners.set(facts.key, entry.id);
        if (entry.folder !== facts.folder || entry.trashed)
          this.#entries.note(entry.id, { folder: facts.folder, trashed: false });
      } else if (!isOpen(entry)) {
        const former = [...(this.#entries.get(owner)?.former ?? []), entry.id, ...entry.former];
        this.#entries.note(owner, { former: former.slice(-MOST_FORMER) });
        this.#entries.remove(entry.id);
      }
    }
    return owners;
  }

  #wasSeen({ folder_key }: RunEntry): boolean {
    return folder_key !== null && this.#seen.has(folder_key);
  }

  #factsOf({ folder_key }: RunEntry): FolderFacts | null {
    return folder_key === null ? null : this.#folders.withKey(folder_key);
  }

  #placeOf({ id }: RunEntry): number | null {
    const place = this.#entries.all
      .filter(({ state }) => state === 'queued')
      .findIndex((entry) => entry.id === id);
    return place < 0 ? null : place + 1;
  }
}
