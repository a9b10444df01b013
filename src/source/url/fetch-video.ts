import { createHash } from 'node:crypto';
import { link, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import type { EventSink } from '../../contract/events.ts';
import type { Source } from '../../contract/run-files.ts';
import { fingerprintFile } from '../fingerprint.ts';
import { claimParts } from './claim-parts.ts';
import { findDownload, noteDownload, type Wanted } from './download-index.ts';
import { downloadName } from './file-name.ts';
import { describeVideo, type Site } from './open-site.ts';
import { runYtDlp } from './run-yt-dlp.ts';
import { downloadArguments, FILE_MARK, PROGRESS_MARK } from './yt-dlp-arguments.ts';
import { translateError } from './yt-dlp-errors.ts';
import { heightOf, liveState, pageOf, sizeOf, type VideoInfo } from './yt-dlp-info.ts';

/** What a download needs besides its address. */
export interface FetchContext {
  readonly emit: EventSink;
  readonly signal: AbortSignal;
}

const progressSchema = z.object({
  status: z.string().nullish(),
  downloaded_bytes: z.number().nullish(),
  total_bytes: z.number().nullish(),
  total_bytes_estimate: z.number().nullish(),
  speed: z.number().nullish(),
  eta: z.number().nullish(),
});

/** A line of progress; null for one that says nothing (Python writes NaN where it cannot tell). */
function readProgress(text: string): z.output<typeof progressSchema> | null {
  try {
    return progressSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const MB = 1_000_000;

/** Seconds to record of a stream that is going on; null for what has an end. */
function recordedSeconds(info: VideoInfo, url: string, options: AnalyzeOptions): number | null {
  const state = liveState(info);
  if (state === 'no') return null;
  if (state === 'live' && options.end !== null) return options.end;
  const suggestion =
    state === 'live'
      ? 'Give --end SECONDS to record that much of it, or wait until it is over.'
      : 'It has not begun: try again when it is over.';
  throw new AppError('url_live', { url, suggestion });
}

function checkLimits(info: VideoInfo, url: string, options: AnalyzeOptions): void {
  const { duration } = info;
  if (duration != null && duration > options.maxDownloadDuration)
    throw new AppError('url_too_long', {
      url,
      seconds: Math.round(duration),
      limit: options.maxDownloadDuration,
    });
  const size = sizeOf(info);
  if (size !== null && size > options.maxDownloadSize * MB)
    throw tooLarge(url, `${Math.round(size / MB)} MB`, options);
}

const tooLarge = (url: string, size: string, { maxDownloadSize }: AnalyzeOptions) =>
  new AppError('url_too_large', { url, reason: `${size}, the limit is ${maxDownloadSize} MB` });

/** Moves a file to the first free of `name.ext`, `name-2.ext` ... without ever replacing one. */
async function moveToFreeName(file: string, folder: string, name: string): Promise<string> {
  const ending = path.extname(file);
  for (let i = 1; ; i++) {
    const target = path.join(folder, `${name}${i === 1 ? '' : `-${i}`}${ending}`);
    try {
      await link(file, target);
      await rm(file);
      return target;
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
      if (code === 'EEXIST') continue;
      if (code === 'ENOENT') throw thrown;
      // A file system without hard links: the name is free for all that can be told.
      if ((await readdir(folder)).includes(path.basename(target))) continue;
      await rename(file, target);
      return target;
    }
  }
}

/** Follows one download; gives the path that yt-dlp names at its end. */
async function download(
  site: Site,
  args: readonly string[],
  url: string,
  options: AnalyzeOptions,
  { emit, signal }: FetchContext,
): Promise<string> {
  let file: string | null = null;
  let excess: AppError | null = null;
  const stop = new AbortController();
  const onLine = (line: string) => {
    if (line.startsWith(FILE_MARK)) {
      file = z.string().parse(JSON.parse(line.slice(FILE_MARK.length)));
      return true;
    }
    if (!line.startsWith(PROGRESS_MARK)) return false;
    const told = readProgress(line.slice(PROGRESS_MARK.length));
    if (told === null) return true;
    const bytes = told.downloaded_bytes ?? 0;
    const total = told.total_bytes ?? told.total_bytes_estimate ?? null;
    emit({
      event: 'download',
      bytes,
      total: total === null ? null : Math.max(total, bytes),
      speed: told.speed ?? null,
      eta: told.eta ?? null,
    });
    if (bytes > options.maxDownloadSize * MB) {
      excess = tooLarge(url, `more than ${Math.floor(bytes / MB)} MB`, options);
      stop.abort();
    }
    return true;
  };
  const watch = { onLine, signal: AbortSignal.any([signal, stop.signal]) };
  const end = await runYtDlp(site.program, args, watch).catch((thrown: unknown) => {
    throw excess ?? thrown;
  });
  if (end.exitCode !== 0 || file === null) throw site.refusal() ?? translateError(end.text, url);
  return file;
}

/**
 * Turns an address into a video file below `out`, by way of yt-dlp, or finds the one that an earlier call has brought.
 * What is half there is continued.
 * @throws AppError `url_...`, `ytdlp_...`, `cancelled`, `output_unwritable`
 */
export async function fetchVideo(
  url: string,
  options: AnalyzeOptions,
  site: () => Promise<Site>,
  context: FetchContext,
): Promise<Source> {
  const folder = path.resolve(options.out);
  const { maxHeight, downloadFormat: format } = options;
  const wanted: Wanted = { url, video: null, maxHeight, format };
  const reuse = async (now: Wanted) => {
    const found = options.reuse ? await findDownload(folder, now) : null;
    if (found)
      context.emit({ event: 'log', level: 'info', message: `${url} is there already: ${found.path}` });
    return found;
  };
  const known = await reuse(wanted);
  if (known) return known;
  context.emit({ event: 'stage', stage: 'download' });
  const opened = await site();
  try {
    return await fetchFrom(opened, url, wanted, options, context, reuse);
  } finally {
    await opened.close();
  }
}

/** Asks the site about the video and downloads it, if it is not there under another address. */
async function fetchFrom(
  opened: Site,
  url: string,
  wanted: Wanted,
  options: AnalyzeOptions,
  context: FetchContext,
  reuse: (now: Wanted) => Promise<Source | null>,
): Promise<Source> {
  const folder = path.resolve(options.out);
  const { maxHeight, downloadFormat: format } = options;
  const { info, json } = await describeVideo(opened, url, options, context.signal);
  const seconds = recordedSeconds(info, url, options);
  if (seconds === null) checkLimits(info, url, options);
  const page = pageOf(info, url);
  const there = seconds === null ? await reuse({ ...wanted, video: { site: page.site, id: page.id } }) : null;
  if (there) return there;
  // Parts of different choices never meet; those of the same one are continued.
  const choice = [url, page.site, page.id, maxHeight, format, seconds].join('\n');
  const key = createHash('sha256').update(choice).digest('hex').slice(0, 16);
  const base = path.join(folder, '.framesift', 'downloads', key);
  const parts = await claimParts(base).catch((thrown: unknown) => {
    throw new AppError('output_unwritable', { path: folder, reason: String(thrown) }, { cause: thrown });
  });
  await writeFile(path.join(parts, 'info.json'), json);
  const args = downloadArguments(
    path.join(parts, 'info.json'),
    path.join(parts, 'video'),
    opened.wishes,
    opened.way,
    seconds,
  );
  const made = await download(opened, args, url, options, context);
  const file = await moveToFreeName(made, folder, downloadName(info));
  const facts = await fingerprintFile(file);
  await rm(parts, { recursive: true, force: true });
  if (seconds === null)
    await noteDownload(folder, {
      urls: [...new Set([url, page.url])],
      ...{ site: page.site, id: page.id, asked_height: maxHeight, format, height: heightOf(info) },
      ...{ file: path.relative(folder, file), ...facts, page },
    });
  context.emit({ event: 'log', level: 'info', message: `downloaded ${url} to ${file}` });
  return { path: file, ...facts, page };
}
