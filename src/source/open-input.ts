import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import type { EventSink } from '../contract/events.ts';
import type { Source } from '../contract/run-files.ts';
import { type Input, isAddress } from './list-inputs.ts';
import { openLocal } from './open-local.ts';

/** What is needed to open an input that may have to be fetched first. */
export interface InputContext {
  /** The ffmpeg that joins downloaded video and audio. */
  readonly ffmpeg: string;
  readonly emit: EventSink;
  /** Whether links in a folder stand for the files that they lead to; default: they do. */
  readonly links?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Opens an input: what is on this machine as {@link openLocal} does; an address is downloaded into `options.out`, or was
 * before.
 * @throws AppError as `openLocal`; for addresses `url_...` and `ytdlp_...`, `cancelled`
 */
export async function openInput(
  input: Input,
  options: AnalyzeOptions,
  context: InputContext,
): Promise<Source> {
  if (typeof input !== 'string' || !isAddress(input)) {
    return openLocal(input, { glob: options.glob, links: context.links ?? true });
  }
  // Nobody who works on files has to load what the web needs.
  const [{ fetchVideo }, { openSite }] = await Promise.all([
    import('./url/fetch-video.ts'),
    import('./url/open-site.ts'),
  ]);
  const { ffmpeg, emit, signal } = context;
  return fetchVideo(input, options, () => openSite(input, options, ffmpeg, signal), { emit, signal });
}

/** The addresses of a playlist's or channel's first videos; other inputs stay as they are. */
export async function expandInput(
  input: Input,
  options: AnalyzeOptions,
  { ffmpeg, signal }: InputContext,
): Promise<readonly Input[]> {
  if (typeof input !== 'string' || !isAddress(input) || !options.playlist) return [input];
  const { describeAddress, openSite } = await import('./url/open-site.ts');
  const site = await openSite(input, options, ffmpeg, signal);
  try {
    const found = await describeAddress(site, input, options, signal);
    return found.kind === 'video' ? [input] : found.list.entries.map(({ url }) => url);
  } finally {
    await site.close();
  }
}
