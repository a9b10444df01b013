import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'undici';
import { DownloadError, networkReason } from './download-error.ts';
import { type Digest, fileProblem } from './file-check.ts';
import type { HttpClient } from './http-client.ts';

/** A file to fetch: where from, where to, and what it must be. */
export interface WantedFile {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly file: string;
  readonly bytes: number;
  /** Null where only the size is known. */
  readonly digest: Digest | null;
}

/** What downloads share. */
export interface DownloadContext {
  readonly client: HttpClient;
  readonly signal?: AbortSignal;
  /** Called as bytes arrive, with what is there of the file and what there will be. */
  readonly onBytes?: (received: number, total: number) => void;
}

/** How often the rest of a file is asked for again at one address, and how long it waits before, in ms. */
const TRIES = 3;
const WAIT_MS = 500;

const partOf = (file: string): string => `${file}.part`;
const originOf = (file: string): string => `${file}.part.origin`;

/** Which version of which address the part is from: a strong ETag, else the date of the last change. */
function validatorOf(response: Response): string | null {
  const etag = response.headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : response.headers.get('last-modified');
}

async function discardPart(file: string): Promise<void> {
  await rm(partOf(file), { force: true });
  await rm(originOf(file), { force: true });
}

/** How much of the file is there already, and the validator to ask for the rest with. */
async function resumption({ url, file, bytes }: WantedFile) {
  const [facts, origin] = await Promise.all([
    stat(partOf(file)).catch(() => null),
    readFile(originOf(file), 'utf8').catch(() => ''),
  ]);
  const [from, validator] = origin.split('\n');
  const usable = facts && facts.size > 0 && facts.size < bytes && from === url && validator;
  return usable ? { received: facts.size, validator } : null;
}

/** Where the answer's bytes begin; refuses what cannot be the file. */
function beginOf(response: Response, { bytes }: WantedFile): number {
  if (!response.ok) {
    const again = response.status >= 500 || response.status === 429 || response.status === 416;
    throw new DownloadError(`the server answers ${response.status} ${response.statusText}`.trim(), { again });
  }
  const [, begin, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const partial = response.status === 206;
  if (partial && begin === undefined) throw new DownloadError('the server answers with an unknown part');
  // A length of a compressed answer says nothing about the file.
  const encoded = response.headers.has('content-encoding');
  const length = partial ? total : encoded ? null : response.headers.get('content-length');
  if (length && Number(length) !== bytes)
    throw new DownloadError(`it has ${length} bytes instead of ${bytes}`);
  return partial ? Number(begin) : 0;
}

/** Writes the body behind the first `begin` bytes of the part. */
async function writeBody(
  response: Response,
  wanted: WantedFile,
  begin: number,
  context: DownloadContext,
): Promise<void> {
  const handle = await open(partOf(wanted.file), begin > 0 ? 'r+' : 'w');
  try {
    let at = begin;
    for await (const piece of response.body ?? []) {
      const bytes: Uint8Array = piece;
      if (at + bytes.length > wanted.bytes) throw new DownloadError(`it has more than ${wanted.bytes} bytes`);
      await handle.write(bytes, 0, bytes.length, at);
      at += bytes.length;
      context.onBytes?.(at, wanted.bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** One request, from what is there already to the end of the file. */
async function fetchRest(wanted: WantedFile, context: DownloadContext): Promise<void> {
  const { client, signal } = context;
  const earlier = await resumption(wanted);
  const range = earlier && { range: `bytes=${earlier.received}-`, 'if-range': earlier.validator };
  // Models do not shrink, and a compressed answer could not be continued.
  const headers = { ...wanted.headers, 'accept-encoding': 'identity', ...range };
  const response = await client.get(wanted.url, headers, signal);
  let begin: number;
  try {
    begin = beginOf(response, wanted);
    if (begin !== 0 && begin !== earlier?.received)
      throw new DownloadError('the server answers another part');
  } catch (thrown) {
    await response.body?.cancel();
    await discardPart(wanted.file);
    throw thrown;
  }
  if (begin === 0) {
    await discardPart(wanted.file);
    await writeFile(originOf(wanted.file), `${wanted.url}\n${validatorOf(response) ?? ''}`);
  }
  await writeBody(response, wanted, begin, context);
}

async function attempt(wanted: WantedFile, context: DownloadContext): Promise<void> {
  try {
    await fetchRest(wanted, context);
  } catch (thrown) {
    context.signal?.throwIfAborted();
    if (thrown instanceof DownloadError || isDiskError(thrown)) throw thrown;
    throw new DownloadError(networkReason(thrown), { again: true, cause: thrown });
  }
  const facts = await stat(partOf(wanted.file));
  if (facts.size < wanted.bytes) {
    const message = `it broke off after ${facts.size} of ${wanted.bytes} bytes`;
    throw new DownloadError(message, { again: true });
  }
}

/** An error of the file system, by its `syscall`; those of sockets have other ones. */
function isDiskError(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null || !('syscall' in thrown)) return false;
  return ['open', 'write', 'fsync', 'rename', 'unlink', 'ftruncate'].includes(String(thrown.syscall));
}

/**
 * Downloads one file: continued where an earlier try broke off, checked by size and digest, and under its name only
 * when it is whole.
 * @throws DownloadError when this address does not give it; what the signal says when cancelled (the part stays)
 */
export async function fetchFile(wanted: WantedFile, context: DownloadContext): Promise<void> {
  for (let tries = 1; ; tries++) {
    context.signal?.throwIfAborted();
    try {
      await attempt(wanted, context);
      break;
    } catch (thrown) {
      if (!(thrown instanceof DownloadError) || !thrown.again || tries === TRIES) throw thrown;
      await sleep(WAIT_MS * tries, undefined, context.signal && { signal: context.signal });
    }
  }
  const part = partOf(wanted.file);
  const problem = await fileProblem(part, wanted.bytes, wanted.digest);
  if (problem) {
    await discardPart(wanted.file);
    throw new DownloadError(problem);
  }
  await rename(part, wanted.file);
  await discardPart(wanted.file);
}
