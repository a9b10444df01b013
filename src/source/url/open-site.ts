import { z } from 'zod';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { type GuardingProxy, guardingProxy } from './guarding-proxy.ts';
import { runYtDlp } from './run-yt-dlp.ts';
import { parseAddress, requirePublic } from './web-address.ts';
import { type DownloadOptions, infoArguments, type Way } from './yt-dlp-arguments.ts';
import { translateError } from './yt-dlp-errors.ts';
import { type PlaylistInfo, playlistInfo, type VideoInfo, videoInfo } from './yt-dlp-info.ts';
import { findYtDlp } from './yt-dlp-program.ts';

/** yt-dlp, ready to be asked about one address. */
export interface Site {
  readonly program: string;
  readonly way: Way;
  readonly wishes: DownloadOptions;
  /** The error of a private address that it wanted to reach; null when there was none. */
  refusal(): AppError | null;
  /** Ends the proxy. */
  close(): Promise<void>;
}

/** The entries of a playlist. */
export interface Playlist {
  readonly title: string | null;
  /** Videos in all, where the site says. */
  readonly count: number | null;
  readonly entries: readonly {
    readonly url: string;
    readonly title: string | null;
    /** Seconds, where the site says. */
    readonly duration: number | null;
  }[];
}

/** What an address holds. */
export type SiteContents =
  | { readonly kind: 'video'; readonly info: VideoInfo }
  | { readonly kind: 'playlist'; readonly list: Playlist };

/** The options that concern a download. */
export function downloadOptions(options: AnalyzeOptions): DownloadOptions {
  const { maxHeight, downloadFormat: format, cookies, cookiesFromBrowser, maxDownloadSize } = options;
  return { maxHeight, format, cookies, cookiesFromBrowser, maxSize: maxDownloadSize };
}

/**
 * Makes yt-dlp ready for an address, behind a proxy that lets nothing through to private networks unless they are allowed.
 * @param ffmpeg the program that joins video and audio
 * @throws AppError `url_refused`, `url_private`, `url_network`, `ytdlp_missing`, `ytdlp_too_old`
 */
export async function openSite(
  url: string,
  options: AnalyzeOptions,
  ffmpeg: string,
  signal: AbortSignal,
): Promise<Site> {
  const { hostname } = parseAddress(url);
  const collect = async (program: string, args: readonly string[]) => {
    const lines: string[] = [];
    const end = await runYtDlp(program, args, { signal, onLine: (line) => lines.push(line) > 0 });
    return { exitCode: end.exitCode, stdout: lines.join('\n') };
  };
  const { program } = await findYtDlp(collect).catch((thrown: unknown) => {
    throw signal.aborted ? new AppError('cancelled') : thrown;
  });
  const proxy: GuardingProxy | null = options.allowPrivateUrls ? null : await guardingProxy();
  const site: Site = {
    program,
    way: { proxy: proxy?.url ?? null, ffmpeg },
    wishes: downloadOptions(options),
    refusal: () => proxy?.refused.at(-1) ?? null,
    close: async () => proxy?.close(),
  };
  try {
    // A private address is refused before anything is asked of it.
    if (proxy && !proxy.upstream) await requirePublic(hostname);
    return site;
  } catch (thrown) {
    await site.close();
    throw thrown;
  }
}

async function ask(
  site: Site,
  args: readonly string[],
  url: string,
  signal: AbortSignal,
): Promise<{ value: unknown; json: string }> {
  const lines: string[] = [];
  const end = await runYtDlp(site.program, args, {
    signal,
    onLine: (line) => line.startsWith('{') && lines.push(line) > 0,
  });
  const json = lines.at(-1) ?? '';
  if (end.exitCode !== 0 || json === '') throw site.refusal() ?? translateError(end.text, url);
  try {
    return { value: JSON.parse(json), json };
  } catch (thrown) {
    // Python writes numbers that JSON does not know, such as NaN.
    throw new AppError('url_failed', { url, reason: 'its answer cannot be read' }, { cause: thrown });
  }
}

const listed = z.looseObject({ _type: z.enum(['playlist', 'multi_video']) });

function videoOf(value: unknown, url: string): VideoInfo {
  const info = videoInfo.safeParse(value);
  if (!info.success) throw new AppError('url_failed', { url, reason: z.prettifyError(info.error) });
  return info.data;
}

function playlistOf(info: PlaylistInfo, url: string, most: number): Playlist {
  const entries = info.entries.flatMap((entry) => {
    const address = entry?.webpage_url ?? entry?.url;
    return entry && address
      ? [{ url: address, title: entry.title ?? null, duration: entry.duration ?? null }]
      : [];
  });
  if (entries.length === 0) throw new AppError('url_no_video', { url, reason: 'the list is empty' });
  return { title: info.title ?? null, count: info.playlist_count ?? null, entries: entries.slice(0, most) };
}

/**
 * What a video's page tells of it.
 * @returns the facts, and all of yt-dlp's answer for the download that follows
 * @throws AppError `url_playlist` for a list, `url_...`, `cancelled`
 */
export async function describeVideo(
  site: Site,
  url: string,
  options: AnalyzeOptions,
  signal: AbortSignal,
): Promise<{ info: VideoInfo; json: string }> {
  const { value, json } = await ask(site, infoArguments(url, site.wishes, site.way), url, signal);
  if (listed.safeParse(value).success)
    throw new AppError('url_playlist', { url, limit: options.playlistLimit });
  return { info: videoOf(value, url), json };
}

/**
 * What an address holds: one video, or the first videos of a list. With `options.playlist`, a video that belongs to a
 * list counts as that list.
 * @throws AppError `url_...`, `cancelled`
 */
export async function describeAddress(
  site: Site,
  url: string,
  { playlist: list, playlistLimit: most }: AnalyzeOptions,
  signal: AbortSignal,
): Promise<SiteContents> {
  const { value } = await ask(site, infoArguments(url, site.wishes, site.way, { list, most }), url, signal);
  const found = playlistInfo.safeParse(value);
  if (found.success) return { kind: 'playlist', list: playlistOf(found.data, url, most) };
  return { kind: 'video', info: videoOf(value, url) };
}
