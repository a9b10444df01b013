import type { Size } from './geometry.ts';
import { turnedSize } from './geometry.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import { TONE_MAP } from './picture-filters.ts';
import type { ProbedVideo } from './probe.ts';
import { toNumber } from './rational.ts';
import { frameCost } from './seek-cost.ts';

/** Time that may go into decoding on from a keyframe, so that small pictures come quickly, milliseconds. */
const DECODE_BUDGET_MS = 200;
/** A picture may be so many times higher than it is wide. */
const TALLEST = 4;

/** A small picture of about a place in a video, not of an exact frame. */
export interface NearPicture {
  /** Seconds from the start of the file. */
  readonly seconds: number;
  readonly size: Size;
}

/** Other ways to the picture, for the next attempt when the first one gives none. */
export interface NearPictureMeans {
  /** Whether to decode on from the keyframe towards the place. */
  readonly towards: boolean;
  /** Seconds by which to begin earlier. */
  readonly earlier: number;
  readonly toneMap: boolean;
}

/**
 * Size of a small picture: as wide as asked for, never larger than the video, never very tall. Even numbers, which
 * every pixel format can hold.
 */
export function nearPictureSize({ probe }: ProbedVideo, width: number): Size {
  const tall = (width * TALLEST * probe.width) / probe.height;
  const wanted = Math.min(width, probe.width, tall);
  const even = (pixels: number) => Math.max(2, Math.round(pixels / 2) * 2);
  return { width: even(wanted), height: even((wanted * probe.height) / probe.width) };
}

/**
 * The time of a fraction of a video, in seconds from the start of the file. The end lies before the last frame's end, so
 * that there is always a picture; without a known length every place is the beginning.
 */
export function secondsAt({ probe, promised }: ProbedVideo, fraction: number): number {
  const length = promised ?? probe.duration ?? 0;
  const frame = probe.frame_rate === null ? 0.04 : 1 / toNumber(probe.frame_rate);
  return Math.max(0, Math.min(length * fraction, length - 1.5 * frame));
}

/**
 * Arguments of ffmpeg for a small picture, as raw RGB on standard output: from the keyframe before the place it decodes
 * on towards the place, as far as the budget allows.
 */
export function nearPictureArguments(
  video: ProbedVideo,
  { seconds, size }: NearPicture,
  { towards, earlier, toneMap }: NearPictureMeans,
): string[] {
  const { probe, orientation } = video;
  const stored = turnedSize(size, orientation);
  const seek = Math.max(0, seconds - earlier);
  // Times count from where the decoder begins.
  const place = (seconds - seek).toFixed(3);
  const frames = Math.floor(DECODE_BUDGET_MS / frameCost(probe.coded_width * probe.coded_height));
  const filters = [
    ...(towards && seconds > 0 && frames > 1 ? [`select='gte(t,${place})+gte(n,${frames - 1})'`] : []),
    `scale=${stored.width}:${stored.height}:flags=area`,
    ...(toneMap ? [TONE_MAP] : []),
    ...orientation.filters,
    'format=rgb24',
  ];
  return [
    ...['-nostdin', '-v', 'error', '-threads', '1', '-noautorotate'],
    ...(seek > 0 ? ['-noaccurate_seek', '-ss', seek.toFixed(6)] : []),
    ...SAFE_INPUT,
    ...['-i', inputName(video.file), '-map', `0:${probe.stream_index}`, '-an', '-sn', '-dn'],
    ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-frames:v', '1', '-f', 'rawvideo', 'pipe:1'],
  ];
}
