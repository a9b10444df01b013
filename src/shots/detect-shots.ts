import { AppError } from '../contract/app-error.ts';
import type { ShotOptions } from '../contract/shot-options.ts';
import { frameRange, mapByDecoding, mapStream, missingEnd } from '../decode/analyze-stream.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import type { StreamMap } from '../decode/stream-map.ts';
import { detectorOf } from './detector-table.ts';
import { clockOf, shotFrames } from './frame-times.ts';
import { measureFrames } from './measure-frames.ts';
import type { ShotDetector } from './shot-detector.ts';
import { type Shot, shotList } from './shot-list.ts';
import type { Workspace } from './workspace.ts';

/** What a caller may want to know while it lasts, and how it is stopped. */
export interface ShotWatch {
  readonly signal: AbortSignal;
  /** Called after each frame with the frames looked at and those in the range. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The shots of a video and what should be known of them. */
export interface FoundShots {
  readonly shots: readonly Shot[];
  /** Frames a second by which frames were counted. */
  readonly rate: number;
  readonly warnings: readonly string[];
}

async function detectOn<M, W extends Workspace>(
  detector: ShotDetector<M, W>,
  programs: FfmpegPrograms,
  video: ProbedVideo,
  map: StreamMap,
  options: ShotOptions,
  { signal, onProgress }: ShotWatch,
): Promise<FoundShots> {
  const { index } = map;
  const range = frameRange(index, options.start, options.end);
  const clock = clockOf(video, map);
  const frameOf = shotFrames(index);
  let judge = detector.judge(clock);
  let cuts: number[] = [];
  let done = 0;
  const source = {
    ...{ ffmpeg: programs.ffmpeg, video, map, range, signal },
    pictures: detector.pictures(video),
  };
  await measureFrames<M, W>(source, {
    begin: () => {
      judge = detector.judge(clock);
      cuts = [];
      done = 0;
      return detector.meter();
    },
    frame: ({ number }, measure) => {
      cuts.push(...judge.push(frameOf(number), measure));
      done++;
      onProgress?.(done, range.end - range.first);
    },
  });
  cuts.push(...judge.finish());
  if (done === 0) {
    throw new AppError('input_no_frames', { path: video.file, reason: 'no frame could be decoded' });
  }
  const cutOff = missingEnd(video, index);
  return {
    shots: shotList(index, range, cuts),
    rate: clock.rate,
    warnings: cutOff === null ? [] : [cutOff],
  };
}

/**
 * Finds the shots of a video in one decode.
 * @param known what was learnt about the stream before, where it was
 * @throws AppError `input_no_frames`, `range_empty`, `decode_failed`, `identity_lost`, `invalid_option`, `cancelled`
 */
export async function detectShots(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  options: ShotOptions,
  watch: ShotWatch,
  known?: StreamMap,
): Promise<FoundShots> {
  const detector = detectorOf(options);
  const map = known ?? (await mapStream(programs, video, watch.signal));
  try {
    return await detector.run((made) => detectOn(made, programs, video, map, options, watch));
  } catch (thrown) {
    const lost = thrown instanceof AppError && thrown.code === 'identity_lost';
    if (!lost || map.origin === 'decoded') throw thrown;
    const decoded = await mapByDecoding(programs, video, watch.signal);
    return detector.run((made) => detectOn(made, programs, video, decoded, options, watch));
  }
}
