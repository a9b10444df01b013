import { LRUCache } from 'lru-cache';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { Page, Source } from '../../contract/run-files.ts';
import type { SiteAnswer } from '../../contract/site.ts';
import { findDownload, readDownloads, serves, type Wanted } from '../../source/url/download-index.ts';
import type { SiteContents } from '../../source/url/open-site.ts';
import { heightOf, liveState, pageOf, sizeOf } from '../../source/url/yt-dlp-info.ts';
import { Gate } from '../work/gate.ts';

/** Asks a site about an address. */
export type AskSite = (
  url: string,
  options: AnalyzeOptions,
  ffmpeg: string,
  signal: AbortSignal,
) => Promise<SiteContents>;

/** Asks by way of yt-dlp. */
const askByYtDlp: AskSite = async (url, options, ffmpeg, signal) => {
  // Nobody who works on files has to load what the web needs.
  const { describeAddress, openSite } = await import('../../source/url/open-site.ts');
  const site = await openSite(url, options, ffmpeg, signal);
  try {
    return await describeAddress(site, url, options, signal);
  } finally {
    await site.close();
  }
};

/** A page that is loaded again asks again; a site is asked once in a while, milliseconds. */
const FRESH_MS = 5 * 60_000;
const MOST_KNOWN = 32;

/** Options that change what a site answers. */
const ASKED = [
  ...(['maxHeight', 'downloadFormat', 'playlist', 'playlistLimit'] as const),
  ...(['cookies', 'cookiesFromBrowser', 'allowPrivateUrls'] as const),
];

const questionOf = (url: string, options: AnalyzeOptions) =>
  JSON.stringify([url, ...ASKED.map((name) => options[name])]);

const wantedOf = (url: string, { maxHeight, downloadFormat }: AnalyzeOptions): Wanted => ({
  url,
  video: null,
  maxHeight,
  format: downloadFormat,
});

/** The part of an answer that stands in the page's own description. */
function pageAnswer({ url, title, uploader, chapters }: Page) {
  return { kind: 'video', url, title, uploader, chapters: chapters.length } as const;
}

/** Tells what addresses hold, a few at a time, and remembers it for a while; what is downloaded already needs no site. */
export class SiteLooker {
  readonly #ask: AskSite;
  readonly #gate = new Gate(2);
  readonly #known = new LRUCache<string, SiteContents>({ max: MOST_KNOWN, ttl: FRESH_MS });

  constructor(ask: AskSite = askByYtDlp) {
    this.#ask = ask;
  }

  /**
   * What an address holds.
   * @param ffmpeg finds the program that joins video and audio, once it is needed
   * @throws AppError `url_...`, `ytdlp_...`, `cancelled`
   */
  async look(
    url: string,
    options: AnalyzeOptions,
    ffmpeg: () => Promise<string>,
    signal: AbortSignal,
  ): Promise<SiteAnswer> {
    const there = options.playlist ? null : await this.#downloaded(wantedOf(url, options), options);
    if (there?.page) {
      const facts = {
        duration: null,
        height: null,
        bytes: there.size,
        live: 'no',
        file: there.path,
      } as const;
      return { ...pageAnswer(there.page), ...facts };
    }
    const contents = await this.#contents(url, options, ffmpeg, signal);
    if (contents.kind === 'playlist') return this.#playlistAnswer(url, options, contents.list);
    const { info } = contents;
    const page = pageOf(info, url);
    const video = { site: page.site, id: page.id };
    const file = await this.#downloaded({ ...wantedOf(url, options), video }, options);
    return {
      ...pageAnswer(page),
      duration: info.duration ?? null,
      height: heightOf(info),
      bytes: sizeOf(info),
      live: liveState(info),
      file: file?.path ?? null,
    };
  }

  async #contents(
    url: string,
    options: AnalyzeOptions,
    ffmpeg: () => Promise<string>,
    signal: AbortSignal,
  ): Promise<SiteContents> {
    const question = questionOf(url, options);
    const known = this.#known.get(question);
    if (known) return known;
    return this.#gate.run(signal, async () => {
      const contents = await this.#ask(url, options, await ffmpeg(), signal);
      this.#known.set(question, contents);
      return contents;
    });
  }

  #downloaded(wanted: Wanted, { reuse, out }: AnalyzeOptions): Promise<Source | null> {
    return reuse ? findDownload(out, wanted) : Promise.resolve(null);
  }

  async #playlistAnswer(
    url: string,
    options: AnalyzeOptions,
    { title, count, entries }: Extract<SiteContents, { kind: 'playlist' }>['list'],
  ): Promise<SiteAnswer> {
    const downloads = options.reuse ? await readDownloads(options.out) : [];
    const isThere = (address: string) =>
      downloads.some((download) => serves(download, wantedOf(address, options)));
    const marked = entries.map((entry) => ({ ...entry, downloaded: isThere(entry.url) }));
    return { kind: 'playlist', url, title, count, entries: marked };
  }
}
