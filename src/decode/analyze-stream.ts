import { AppError } from '../contract/app-error.ts';
import type { FrameRange } from './decode-method.ts';
import { indexByDecoding } from './decoded-index.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import type { FrameIndex } from './frame-index.ts';
import { readPackets } from './packets.ts';
import { scanPictures } from './picture-scan.ts';
import type { ProbedVideo } from './probe.ts';
import { ptsAtOrAfter } from './rational.ts';
import { mapPackets, type StreamMap } from './stream-map.ts';

/**
 * Learns everything about a stream that can be told without decoding; only where packets lack time stamps one
 * decoding pass without pixels is needed.
 * @throws AppError `input_no_frames`, `decode_failed`, `cancelled`
 */
export async function mapStream(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  signal?: AbortSignal,
): Promise<StreamMap> {
  const reading = readPackets(programs, video, signal);
  const [packets, infos] = await Promise.all([reading, scanPictures(programs, video, reading, signal)]);
  if (packets.length === 0) {
    throw new AppError('input_no_frames', { path: video.file, reason: 'the video stream holds no packets' });
  }
  return mapPackets(packets, infos, video) ?? (await mapByDecoding(programs, video, signal));
}

/** The map of a stream whose time stamps only the decoder knows. */
export async function mapByDecoding(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  signal?: AbortSignal,
): Promise<StreamMap> {
  return { index: await indexByDecoding(programs, video, signal), origin: 'decoded', pictures: null };
}

/** Times are shown rounded to microseconds; one that is copied from a record still means that frame. */
const SHOWN_ROUNDING = 0.5e-6;

/**
 * Frame numbers from `start` up to, not including, `end`.
 * @param start seconds as a player shows them, null = the first frame
 * @param end seconds, null = to the last frame
 * @throws AppError `range_empty`
 */
export function frameRange(index: FrameIndex, start: number | null, end: number | null): FrameRange {
  const frameAt = (seconds: number) =>
    index.firstAtOrAfter(ptsAtOrAfter(index.origin, seconds - SHOWN_ROUNDING, index.timeBase));
  const first = start === null ? 0 : frameAt(start);
  const last = end === null ? index.length : frameAt(end);
  if (first < last) return { first, end: last };
  const shown = (seconds: number | null, otherwise: string) =>
    seconds === null ? otherwise : `${seconds} s`;
  throw new AppError('range_empty', {
    part: `from ${shown(start, 'the beginning')} to ${shown(end, 'the end')}`,
    first: index.timeAt(index.ptsOf(0)),
    last: index.timeAt(index.ptsOf(index.length - 1)),
  });
}

/**
 * What is missing at the end of a file, in words; null when it is complete. A container that promises clearly more
 * than its packets hold has been cut off.
 */
export function missingEnd(video: ProbedVideo, index: FrameIndex): string | null {
  const { promised } = video;
  const end = index.endTime;
  if (promised === null || promised - end <= Math.max(1, promised * 0.002)) return null;
  const percent = Math.round((1 - end / promised) * 100);
  return `the file is cut off: its video ends at ${end.toFixed(2)} s of ${promised.toFixed(2)} s (${percent} % missing)`;
}
