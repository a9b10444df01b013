import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ProgressFile, RUN_FILES, type RunFile, type Source } from '../../contract/run-files.ts';
import { lockHolder } from '../../run/lock.ts';
import { readProgressFile, readRunFile } from '../../run/run-folder.ts';
import { diskIo } from '../../run/run-io.ts';
import { findRenamed } from '../../source/find-renamed.ts';
import { SAMPLES, sampleFrames } from './sample-frames.ts';

interface FolderFiles {
  readonly run: RunFile;
  readonly progress: ProgressFile | null;
  /** Process that works on it, where one does. */
  readonly holder: number | null;
}

/** What a run folder says. */
export interface FolderFacts extends FolderFiles {
  /** Absolute path. */
  readonly folder: string;
  /** Names the folder itself: stays when it is renamed. */
  readonly key: string;
  /** Up to three frame numbers with pictures. */
  readonly sample: readonly number[];
  readonly sourceMissing: boolean;
  readonly createdAt: Date;
  /** Time of the folder's latest change, and when its files, its sample and its source were looked at; milliseconds. */
  readonly changedAt: number;
  readonly readAt: number;
  readonly sampledAt: number;
  readonly sourceAt: number;
}

/** A file written so shortly before it was read may have been written again within the same tick of its clock. */
const RACY_MS = 2000;
/** How long a look at the source is trusted: it may lie on a slow disk. */
const SOURCE_MS = 10_000;
/** How long the sample of a run that grows is kept. */
const SAMPLE_MS = 10_000;

/** Whether the source is not where it was, nor under another name in its folder. */
async function isMissing(source: Source): Promise<boolean> {
  const isThere = await access(source.path, constants.F_OK).then(
    () => true,
    () => false,
  );
  return !isThere && (source.pictures !== undefined || (await findRenamed(source)) === null);
}

/** Whether one of a run's own files is a link, a pipe or a device: it would lead elsewhere, or never end. */
async function holdsTraps(folder: string): Promise<boolean> {
  const files = Object.values(RUN_FILES).map((name) => lstat(path.join(folder, name)).catch(() => null));
  return (await Promise.all(files)).some((facts) => facts?.isFile() === false);
}

async function readFiles(folder: string): Promise<FolderFiles | null> {
  if (await holdsTraps(folder)) return null;
  // A folder that is being renamed or deleted is none.
  const [run, progress, holder] = await Promise.all([
    readRunFile(diskIo, folder).catch(() => null),
    readProgressFile(diskIo, folder).catch(() => null),
    lockHolder(diskIo, folder).catch(() => null),
  ]);
  return run && { run, progress, holder };
}

/** Whether nothing can have changed: the files of a run are replaced by renaming, which shows in the folder's time. */
function isUnchanged(known: FolderFacts, changedAt: number): boolean {
  return known.holder === null && known.changedAt === changedAt && known.readAt - changedAt > RACY_MS;
}

/** When a folder was made, as far as the file system tells. */
function madeAt({ birthtimeMs, mtimeMs }: BigIntStats, progress: ProgressFile | null): Date {
  const begun = progress ? Date.parse(progress.started_at) : Number(mtimeMs);
  return new Date(birthtimeMs > 0n ? Math.min(Number(birthtimeMs), begun) : begun);
}

/**
 * Reads what a run folder says; what cannot have changed is taken from an earlier look.
 * @param earlier what was known of this folder, under whatever name
 * @returns null for a folder that holds no run of this version
 */
export async function readFacts(
  folder: string,
  earlier: FolderFacts | null,
  now: number = Date.now(),
): Promise<FolderFacts | null> {
  const facts = await stat(folder, { bigint: true }).catch(() => null);
  if (!facts?.isDirectory()) return null;
  const key = `${facts.dev}:${facts.ino}`;
  const known = earlier?.key === key ? earlier : null;
  const changedAt = Number(facts.mtimeMs);
  const unchanged = known !== null && isUnchanged(known, changedAt);
  const files = unchanged ? known : await readFiles(folder);
  if (files === null) return null;
  // While a run grows, a full sample is good for a while; one that has ended is looked at once more.
  const keepSample =
    unchanged ||
    (files.holder !== null && known?.sample.length === SAMPLES && now - known.sampledAt < SAMPLE_MS);
  const keepSource = known !== null && now - known.sourceAt < SOURCE_MS;
  return {
    folder,
    key,
    run: files.run,
    progress: files.progress,
    holder: files.holder,
    sample: known && keepSample ? known.sample : await sampleFrames(folder).catch(() => []),
    sourceMissing: keepSource ? known.sourceMissing : await isMissing(files.run.source),
    createdAt: known?.createdAt ?? madeAt(facts, files.progress),
    changedAt,
    readAt: unchanged ? known.readAt : now,
    sampledAt: known && keepSample ? known.sampledAt : now,
    sourceAt: keepSource ? known.sourceAt : now,
  };
}
