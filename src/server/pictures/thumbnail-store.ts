import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerContext } from '../server-context.ts';
import { ThumbnailPack } from './thumbnail-pack.ts';
import type { ViewedRun } from './viewed-run.ts';

/** Disk space for the thumbnails of all runs, bytes. */
const MOST_BYTES = 2_000_000_000;
/** Packs that are open at once. */
const MOST_OPEN = 8;

/** Files of one run. */
interface RunFolder {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly used: number;
}

async function folderFacts(path: string, name: string): Promise<RunFolder> {
  const files = await readdir(join(path, name)).catch(() => []);
  const facts = await Promise.all(files.map((file) => stat(join(path, name, file)).catch(() => null)));
  const known = facts.filter((found) => found !== null);
  const bytes = known.reduce((sum, { size }) => sum + size, 0);
  return { name, bytes, used: Math.max(0, ...known.map(({ mtimeMs }) => mtimeMs)) };
}

/**
 * Thumbnails on disk: a folder a run, in it a pack a width. They are only copies: what is spoilt, belongs to earlier
 * pictures or exceeds the space is dropped and made again when it is asked for. Where the disk refuses, nothing is kept.
 */
export class ThumbnailStore {
  readonly #folder: string;
  readonly #log: ServerContext['log'];
  readonly #mostBytes: number;
  /** The one used last stands last. */
  readonly #packs = new Map<string, Promise<ThumbnailPack | null>>();
  #written: number;
  #dropping: Promise<void> | null = null;
  #closed = false;

  /** @param folder of all thumbnails */
  constructor(folder: string, log: ServerContext['log'], mostBytes = MOST_BYTES) {
    this.#folder = folder;
    this.#log = log;
    this.#mostBytes = mostBytes;
    // So that the first picture of a session looks at what is there.
    this.#written = mostBytes;
  }

  /** A thumbnail, or null when it is not there. */
  async read(run: ViewedRun, width: number, frameNumber: number): Promise<Buffer | null> {
    const pack = await this.#packOf(run, width);
    return (await pack?.read(frameNumber).catch(() => null)) ?? null;
  }

  /** Keeps a thumbnail, if the disk allows. */
  async write(run: ViewedRun, width: number, frameNumber: number, picture: Buffer): Promise<void> {
    const pack = await this.#packOf(run, width);
    if (!pack) return;
    try {
      await pack.write(frameNumber, picture);
      this.#written += picture.length;
    } catch (thrown) {
      this.#refused(thrown);
      await this.#close(`${run.cacheName}/${nameOf(run, width)}`);
    }
    await this.#makeRoom(run.cacheName);
  }

  /** Closes everything; nothing is kept or found from then on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#packs.keys()].map((name) => this.#close(name)));
  }

  #refused(thrown: unknown): void {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.#log('debug', `thumbnails are not kept: ${reason}`);
  }

  async #packOf(run: ViewedRun, width: number): Promise<ThumbnailPack | null> {
    // A request that was under way when everything was closed must not open it again.
    if (this.#closed) return null;
    const name = `${run.cacheName}/${nameOf(run, width)}`;
    const pack = this.#packs.get(name) ?? this.#open(run, width);
    this.#packs.delete(name);
    this.#packs.set(name, pack);
    void pack.then((opened) => {
      // The disk may allow it the next time.
      if (opened === null && this.#packs.get(name) === pack) this.#packs.delete(name);
    });
    const [oldest] = this.#packs.keys();
    if (oldest !== undefined && this.#packs.size > MOST_OPEN) void this.#close(oldest);
    return pack;
  }

  async #open(run: ViewedRun, width: number): Promise<ThumbnailPack | null> {
    const folder = join(this.#folder, run.cacheName);
    try {
      await this.#dropStale(folder, run.key);
      const pack = await ThumbnailPack.open(folder, nameOf(run, width));
      const now = new Date();
      await utimes(join(folder, `${nameOf(run, width)}.index`), now, now).catch(() => undefined);
      return pack;
    } catch (thrown) {
      this.#refused(thrown);
      return null;
    }
  }

  /** Removes the thumbnails of pictures that the run has no longer. */
  async #dropStale(folder: string, key: string): Promise<void> {
    const files = await readdir(folder).catch(() => []);
    const stale = files.filter((file) => !file.startsWith(`${key}-`));
    await Promise.all(stale.map((file) => rm(join(folder, file), { force: true })));
  }

  async #close(name: string): Promise<void> {
    const pack = this.#packs.get(name);
    this.#packs.delete(name);
    await (await pack)?.close().catch(() => undefined);
  }

  /** Drops the runs that were not looked at for the longest time, once much was written. */
  async #makeRoom(current: string): Promise<void> {
    if (this.#written < this.#mostBytes / 20) return;
    this.#written = 0;
    this.#dropping ??= this.#drop(current).finally(() => {
      this.#dropping = null;
    });
    await this.#dropping;
  }

  async #drop(current: string): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const runs = await Promise.all(names.map((name) => folderFacts(this.#folder, name)));
    let bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
    const age = (run: RunFolder) => (run.name === current ? Number.POSITIVE_INFINITY : run.used);
    for (const run of runs.sort((a, b) => age(a) - age(b))) {
      if (bytes <= this.#mostBytes) return;
      const open = [...this.#packs.keys()].filter((name) => name.startsWith(`${run.name}/`));
      await Promise.all(open.map((name) => this.#close(name)));
      await rm(join(this.#folder, run.name), { recursive: true, force: true });
      bytes -= run.bytes;
    }
  }
}

const nameOf = ({ key }: ViewedRun, width: number) => `${key}-${width}`;
