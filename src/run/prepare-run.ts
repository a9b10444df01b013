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
import { pictureOptions } from './run-settings.ts';

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
}

/** A probed source and how its pictures come about. */
export interface LookedAt {
  readonly video: ProbedVideo;
  readonly chain: PictureChain;
}

/** Probes a source and settles what its pictures will look like. */
export async function lookAt(
  programs: FfmpegPrograms,
  source: Source,
  options: AnalyzeOptions,
  signal: AbortSignal,
): Promise<LookedAt> {
  const video = await probeVideo(programs, source.path, options.stream, signal);
  return { video, chain: await chainOf(programs, video, options) };
}

/** How the pictures of a probed source come about. */
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
  { video, chain }: LookedAt,
  options: AnalyzeOptions,
  signal: AbortSignal,
  decoded = false,
): Promise<PreparedRun> {
  const map = await (decoded ? mapByDecoding : mapStream)(programs, video, signal);
  return settleRun({ video, chain }, map, options);
}

/**
 * Settles the range and method of a run whose frames are numbered.
 * @throws AppError `range_empty`
 */
export function settleRun({ video, chain }: LookedAt, map: StreamMap, options: AnalyzeOptions): PreparedRun {
  const range = frameRange(map.index, options.start, options.end);
  const { index } = map;
  const from = index.ptsOf(range.first);
  const to =
    range.end < index.length ? index.ptsOf(range.end) : index.ptsOf(index.length - 1) + index.lastDuration;
  const duration = index.timeAt(to) - index.timeAt(from);
  const cutOff = missingEnd(video, index);
  const warnings = [...chain.warnings, ...(cutOff === null ? [] : [cutOff])];
  return { video, chain, map, method: methodOf(options), range, duration, warnings };
}

/**
 * Whether a numbering agrees with what is recorded already: only decoding tells the frames of some files, and a
 * continued run has to number them as the earlier session did.
 */
export function fitsRecord({ map }: PreparedRun, last: FrameRecord | null): boolean {
  if (last === null) return true;
  return last.frame_number < map.index.length && map.index.ptsOf(last.frame_number) === last.pts;
}
