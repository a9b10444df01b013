import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../contract/app-error.ts';
import {
  type ProgressFile,
  progressFileSchema,
  RUN_FILES,
  type RunFile,
  runFileSchema,
  type Source,
  TEMPORARY_PREFIX,
} from '../contract/run-files.ts';
import { sourceStem } from '../contract/source-name.ts';
import { timeStampName } from '../contract/time-stamp.ts';
import { takeLock } from './lock.ts';
import type { RunIo } from './run-io.ts';

/** A run folder that this process may write to. */
export interface OpenRunFolder {
  readonly path: string;
  /** new: begun here; resumed: continued; reused: complete already. */
  readonly mode: 'new' | 'resumed' | 'reused';
  /** What an earlier session wrote, in the modes resumed and reused. Its source may have had another name. */
  readonly earlier: RunFile | null;
  /** Gives the lock back. */
  release(): Promise<void>;
}

/** What identifies a run. */
export interface RunIdentity {
  readonly source: Pick<Source, 'path' | 'pictures'>;
  readonly fingerprint: string;
  readonly configHash: string;
}

function parseFile<T>(
  text: string | null,
  schema: { safeParse(value: unknown): { data?: T | undefined } },
): T | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** run.json of a folder; null when it is missing or none of this version. */
export async function readRunFile(io: RunIo, folder: string): Promise<RunFile | null> {
  return parseFile(await io.readText(path.join(folder, RUN_FILES.run)), runFileSchema);
}

/** progress.json of a folder; null when it is missing or none of this version. */
export async function readProgressFile(io: RunIo, folder: string): Promise<ProgressFile | null> {
  return parseFile(await io.readText(path.join(folder, RUN_FILES.progress)), progressFileSchema);
}

/** Name of a run folder: the source's name without its ending. */
export function folderName(source: Pick<Source, 'path' | 'pictures'>): string {
  return sourceStem(source).replace(/[. ]+$/, '') || 'video';
}

/** A name beside `folder` that does not exist yet: with a time stamp and, if need be, a number. */
async function freeName(io: RunIo, folder: string, now: Date): Promise<string> {
  const taken = new Set(await io.list(path.dirname(folder)));
  const base = `${path.basename(folder)}_${timeStampName(now)}`;
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}-${i}`;
    if (!taken.has(name)) return path.join(path.dirname(folder), name);
  }
}

const isRefusal = (thrown: unknown, code: string) =>
  thrown instanceof Error && 'code' in thrown && thrown.code === code;

/** A file that stands where the folder would be is somebody else's. */
function nullIfFile(thrown: unknown): null {
  if (isRefusal(thrown, 'ENOTDIR')) return null;
  throw thrown;
}

type Verdict = 'ours' | 'foreign' | 'unborn';

/** Whose folder this is: the same source's, another one's, or one that a process is only just making. */
async function judge(io: RunIo, folder: string, identity: RunIdentity): Promise<Verdict> {
  const run = await readRunFile(io, folder).catch(nullIfFile);
  if (run) return owner(run, identity);
  const entries = await io.list(folder).catch(nullIfFile);
  if (entries === null) return 'foreign';
  if (entries.every((name) => name === RUN_FILES.lock || name.startsWith(TEMPORARY_PREFIX))) return 'unborn';
  // Between the two looks another process may have begun its run; run.json is the first file of every run.
  const begun = entries.includes(RUN_FILES.run) ? await readRunFile(io, folder) : null;
  return begun ? owner(begun, identity) : 'foreign';
}

const owner = (run: RunFile, { fingerprint }: RunIdentity): Verdict =>
  run.source.fingerprint === fingerprint ? 'ours' : 'foreign';

/** Removes what a killed session left half-written. */
async function clean(io: RunIo, folder: string): Promise<void> {
  for (const name of await io.list(folder)) {
    if (name.startsWith(TEMPORARY_PREFIX)) await io.discard(path.join(folder, name));
  }
}

/** How long a folder that another process is just making or renaming is looked at again. */
const MOST_TRIES = 40;
const TRY_MS = 50;

/** Whether a refused lock is worth another look: the folder was renamed, or does not tell yet whose it is. */
async function mayChange(
  io: RunIo,
  folder: string,
  identity: RunIdentity,
  thrown: unknown,
): Promise<boolean> {
  if (thrown instanceof AppError) return (await judge(io, folder, identity)) !== 'ours';
  return isRefusal(thrown, 'ENOENT');
}

/**
 * A run folder of the same source and configuration whose source is not where it was: it has another name by now. A copy
 * that lies beside the original is a source of its own.
 */
async function findRenamed(io: RunIo, parent: string, identity: RunIdentity): Promise<string | null> {
  for (const name of (await io.list(parent).catch(() => [])).sort()) {
    if (name.startsWith('.')) continue;
    const folder = path.resolve(parent, name);
    const run = await readRunFile(io, folder).catch(() => null);
    const isSame =
      run?.source.fingerprint === identity.fingerprint && run.config_hash === identity.configHash;
    if (isSame && (await io.sizeOf(run.source.path)) === null) return folder;
  }
  return null;
}

/** Whether a source has a run folder under its own name. */
async function hasOwnFolder(io: RunIo, parent: string, identity: RunIdentity): Promise<boolean> {
  const stem = folderName(identity.source);
  for (let i = 1; ; i++) {
    const folder = path.resolve(parent, i === 1 ? stem : `${stem}-${i}`);
    if ((await io.sizeOf(folder)) === null) return false;
    if ((await judge(io, folder, identity)) !== 'foreign') return true;
  }
}

/** Goes on in a folder that was found under another name; null where another process has it or took it away. */
async function takeRenamed(io: RunIo, parent: string, identity: RunIdentity): Promise<OpenRunFolder | null> {
  const folder = await findRenamed(io, parent, identity);
  return folder === null ? null : continueRunFolder(io, folder, identity).catch(() => null);
}

/**
 * Finds or makes the run folder of a source below `parent` and locks it.
 *
 * Same source and configuration: continued, or reused when complete, also where the source was renamed since. Same
 * source, other options or no resuming: the old folder is renamed with its time stamp. Another source of the same name:
 * `NAME-2`, `NAME-3` ...
 * @throws AppError `run_locked`, or the disk's refusal as thrown by the system
 */
export async function openRunFolder(
  io: RunIo,
  parent: string,
  identity: RunIdentity,
  resume: boolean,
  now: () => Date,
): Promise<OpenRunFolder> {
  const isKnown = !resume || (await hasOwnFolder(io, parent, identity));
  const renamed = isKnown ? null : await takeRenamed(io, parent, identity);
  if (renamed) return renamed;
  const stem = folderName(identity.source);
  let tries = 0;
  for (let i = 1; ; i++) {
    const folder = path.resolve(parent, i === 1 ? stem : `${stem}-${i}`);
    const made = await io.makeFolder(folder);
    if (!made && (await judge(io, folder, identity)) === 'foreign') continue;
    let release: () => Promise<void>;
    try {
      release = await takeLock(io, folder);
    } catch (thrown) {
      if (++tries > MOST_TRIES || !(await mayChange(io, folder, identity, thrown))) throw thrown;
      await sleep(TRY_MS);
      i--;
      continue;
    }
    try {
      // Judged again under the lock: another process may have begun a run here in the meantime.
      const verdict = await judge(io, folder, identity);
      if (verdict === 'foreign') {
        await release();
        continue;
      }
      await clean(io, folder);
      const earlier = await readRunFile(io, folder);
      if (!earlier) return { path: folder, mode: 'new', earlier: null, release };
      if (resume && earlier.config_hash === identity.configHash) {
        const mode = earlier.counts === null ? 'resumed' : 'reused';
        return { path: folder, mode, earlier, release };
      }
      await setAside(io, folder, now());
      i--;
    } catch (thrown) {
      await release();
      throw thrown;
    }
  }
}

/**
 * Locks a run folder that is known, to go on with it under whatever name it has by now.
 * @throws AppError `run_missing`, `run_locked`, or `run_invalid` where it is another source's or has other options
 */
export async function continueRunFolder(
  io: RunIo,
  folder: string,
  { configHash }: RunIdentity,
): Promise<OpenRunFolder> {
  if ((await readRunFile(io, folder)) === null) throw new AppError('run_missing', { path: folder });
  const release = await takeLock(io, folder);
  try {
    const earlier = await readRunFile(io, folder);
    if (earlier?.config_hash !== configHash) {
      throw new AppError('run_invalid', { path: folder, reason: 'its source or its options have changed' });
    }
    await clean(io, folder);
    return { path: folder, mode: earlier.counts === null ? 'resumed' : 'reused', earlier, release };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

/**
 * Renames a finished or abandoned run out of the way; its results stay as they are. Its lock goes with it, so nobody
 * can begin to work in it before.
 */
async function setAside(io: RunIo, folder: string, now: Date): Promise<void> {
  const progress = await readProgressFile(io, folder);
  const moment = progress ? new Date(progress.started_at) : now;
  const aside = await freeName(io, folder, moment);
  await io.rename(folder, aside);
  await io.discard(path.join(aside, RUN_FILES.lock)).catch(() => undefined);
}
