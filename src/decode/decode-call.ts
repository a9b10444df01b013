import type { DecodeMethod, FrameRange } from './decode-method.ts';
import type { DecodeCall } from './ffmpeg-arguments.ts';
import type { FrameIndex } from './frame-index.ts';
import { gapAnchor } from './known-picks.ts';
import { MOST_NAMED_FRAMES, pickExpression } from './pick-expression.ts';
import type { PictureChain } from './picture-filters.ts';
import type { ProbedVideo } from './probe.ts';
import type { StreamMap } from './stream-map.ts';
import type { Stretch } from './stretch.ts';

/** Containers whose index FFmpeg follows exactly when it seeks. */
const SEEKABLE = /^(?:mov,|matroska,)/;

/** Whether FFmpeg lands exactly where it is told to in a container of this name. */
export function isSeekableContainer(container: string): boolean {
  return SEEKABLE.test(container);
}

/** Whether a file can be entered in the middle with exact results. */
export function isSeekable(
  video: ProbedVideo,
  map: StreamMap,
  chain: PictureChain,
  hwaccel: string,
): boolean {
  return (
    isSeekableContainer(video.probe.container) &&
    map.origin === 'packets' &&
    !chain.temporal &&
    hwaccel === 'none'
  );
}

/** By how much FFmpeg seeks earlier than asked in containers that store decoding times (its `dts_heuristic`). */
const REORDER_MARGIN = 3 / 23;

/**
 * Seconds to give to `-ss` so that FFmpeg lands on a random access point: half a frame behind it, because times
 * are rounded to microseconds.
 */
export function seekSeconds(entry: number, video: ProbedVideo, { index }: StreamMap): number {
  const unit = index.timeBase.num / index.timeBase.den;
  const pts = index.ptsOf(entry);
  const next = entry + 1 < index.length ? index.ptsOf(entry + 1) : pts + index.lastDuration;
  const margin = video.reorders && !video.probe.container.startsWith('mov,') ? REORDER_MARGIN : 0;
  return Math.max(0, (pts - index.origin + (next - pts) / 2) * unit + margin);
}

/** How decoding is done besides what is decoded. */
export interface DecodeSettings {
  readonly hwaccel: string;
  /** Decoder threads of one process; 0 lets FFmpeg choose. */
  readonly threads: number;
  /** Filters of the second row of pictures (`DecodeCall.beside`); absent = none. */
  readonly beside?: readonly string[] | null;
}

/** pts of a stretch's expected frames, when they are few enough to be named. */
function wantedPts({ expected }: Stretch, { index }: StreamMap): readonly number[] | null {
  if (!Array.isArray(expected) || expected.length > MOST_NAMED_FRAMES) return null;
  return expected.map((number: number) => index.ptsOf(number));
}

/** FFmpeg holds the denominator of a time base in 32 bits. */
const GREATEST_DENOMINATOR = 2 ** 31 - 1;

/** Into how many places a tick is divided, so that frames that share one are told apart; 1 = not at all. */
function placesOf({ timeBase, mostAtOneTime }: FrameIndex, { temporal }: PictureChain): number {
  // A deinterlacer makes times of its own.
  return temporal || timeBase.den * mostAtOneTime > GREATEST_DENOMINATOR ? 1 : mostAtOneTime;
}

/**
 * The call of ffmpeg for one stretch.
 * @param range whole range of the run
 * @param from first frame number that may be picked at all
 */
export function decodeCall(
  stretch: Stretch,
  video: ProbedVideo,
  map: StreamMap,
  method: DecodeMethod,
  range: FrameRange,
  chain: PictureChain,
  { beside, ...settings }: DecodeSettings,
): DecodeCall {
  const { index } = map;
  const { first, end } = stretch.numbers;
  const isStart = first === range.first;
  const from = index.ptsOf(first);
  // A time is all that FFmpeg's filters know of a frame.
  const behind = index.nextTime(end - 1);
  const everything = first === 0 && method.kind === 'all';
  const at = {
    timeBase: index.timeBase,
    rangeStart: index.ptsOf(range.first),
    from,
    first: isStart,
    gapAnchor: gapAnchor(map, range, stretch.seekTo ?? 0),
    wanted: wantedPts(stretch, map),
  };
  const scene = chain.temporal && method.kind === 'scene';
  const select = scene ? pickExpression({ kind: 'all' }, at) : everything ? null : pickExpression(method, at);
  return {
    file: video.file,
    streamIndex: video.probe.stream_index,
    seek: stretch.seekTo === null ? null : seekSeconds(stretch.seekTo, video, map),
    keyOnly: stretch.keyOnly,
    ...settings,
    endPts: behind < index.length ? index.ptsOf(behind) : null,
    timeBase: index.timeBase,
    places: placesOf(index, chain),
    select,
    scene: scene ? { threshold: method.threshold, firstPts: isStart ? from : null } : null,
    limit: stretch.limit,
    filters: chain.filters,
    temporal: chain.temporal,
    container: /^(?:yuv|gray)/.test(chain.format) ? 'yuv4mpegpipe' : 'rawvideo',
    beside: beside ? { from, filters: beside } : null,
  };
}
