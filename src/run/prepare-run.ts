import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { Source } from '../contract/run-files.ts';
import { frameRange, mapByDecoding, mapStream, missingEnd } from '../decode/analyze-stream.ts';
import { readCapabilities } from '../decode/capabilities.ts';
import { type DecodeMethod, type FrameRange, methodOf } from '../decode/decode-method.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import { type PictureChain, pictureChain } from '../decode/picture-filters.ts';
import { type ProbedVideo, probeVideo } from '../decode/probe.ts';
import type { StreamMap } from '../decode/stream-map.ts';
import { pictureKind } from '../source/picture-kind.ts';
import { pictureOptions } from './run-settings.ts';
import { mapStills, probeStills, type Stills, stillChain, stillsOf } from './stills/prepare-stills.ts';

/** A source, looked at: everything that is known before the first frame is decoded. */
export interface PreparedRun {
  readonly video: ProbedVideo;
  readonly chain: PictureChain;
  readonly map: StreamMap;
  readonly method: DecodeMethod;
  readonly range: FrameRange;
  /** Seconds of video in the range. */
  readonly duration: number;
  /** What a person should know; the same at every run. */
  readonly warnings: readonly string[];
  /** The pictures, where the source is no video. */
  readonly stills?: Stills | null;
}

/** A probed source and how its pictures come about. */
export interface LookedAt {
  readonly video: ProbedVideo;
  readonly chain: PictureChain;
  /** The pictures, where the source is no video. */
  readonly stills?: Stills | null;
}

/** Facts about a source; an animated WebP is looked at as what it is converted to. */
export async function probeSource(
  programs: FfmpegPrograms,
  source: Source,
  stream: number | null,
  signal: AbortSignal,
): Promise<ProbedVideo> {
  const { path, fingerprint, pictures } = source;
  if (pictures) return probeStills(pictures, path);
  const isWebp = (await pictureKind(path).catch(() => 'other')) === 'animated-webp';
  if (!isWebp) return probeVideo(programs, path, stream, signal);
  const { convertWebp } = await import('./animated-webp/convert-webp.ts');
  const file = await convertWebp(path, fingerprint, signal);
  return probeVideo(programs, file, stream, signal);
}

/** Probes a source and settles what its pictures will look like. */
export async function lookAt(
  programs: FfmpegPrograms,
  source: Source,
  options: AnalyzeOptions,
  signal: AbortSignal,
): Promise<LookedAt> {
  const stills = stillsOf(source, options, programs.ffmpeg);
  const video = await probeSource(programs, source, options.stream, signal);
  return { video, chain: stills ? stillChain(video) : await chainOf(programs, video, options), stills };
}

/** How the pictures of a probed video come about. */
export async function chainOf(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  options: AnalyzeOptions,
): Promise<PictureChain> {
  const usual = video.probe.hdr === null;
  const filters = usual ? new Set<string>() : (await readCapabilities(programs)).filters;
  return pictureChain(video, pictureOptions(options, video), filters);
}

/**
 * Numbers the frames of a stream and settles the range.
 * @param decoded take the numbers from a decoding pass even if the packets seem to tell them
 */
export async function prepareRun(
  programs: FfmpegPrograms,
  looked: LookedAt,
  options: AnalyzeOptions,
  signal: AbortSignal,
  decoded = false,
): Promise<PreparedRun> {
  const { video, stills } = looked;
  const byPackets = decoded ? mapByDecoding : mapStream;
  const map = stills ? mapStills(stills.list) : await byPackets(programs, video, signal);
  return settleRun(looked, map, options);
}

/**
 * Settles the range and method of a run whose frames are numbered.
 * @throws AppError `range_empty`
 */
export function settleRun(
  { video, chain, stills = null }: LookedAt,
  map: StreamMap,
  options: AnalyzeOptions,
): PreparedRun {
  const range = frameRange(map.index, options.start, options.end);
  const { index } = map;
  const from = index.ptsOf(range.first);
  const to =
    range.end < index.length ? index.ptsOf(range.end) : index.ptsOf(index.length - 1) + index.lastDuration;
  const duration = index.timeAt(to) - index.timeAt(from);
  const cutOff = missingEnd(video, index);
  const warnings = [...chain.warnings, ...(cutOff === null ? [] : [cutOff])];
  return { video, chain, map, method: methodOf(options), range, duration, warnings, stills };
}

/**
 * Whether a numbering agrees with what is recorded already: only decoding tells the frames of some files, and a
 * continued run has to number them as the earlier session did.
 */
export function fitsRecord({ map }: PreparedRun, last: FrameRecord | null): boolean {
  if (last === null) return true;
  return last.frame_number < map.index.length && map.index.ptsOf(last.frame_number) === last.pts;
}
