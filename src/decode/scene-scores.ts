import { AppError } from '../contract/app-error.ts';
import { isSeekableContainer } from './decode-call.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import type { ProbedVideo } from './probe.ts';
import { ptsAtOrAfter, rescale } from './rational.ts';
import { runProgram } from './run-program.ts';

/** A part of a video, in seconds as a player shows them; the end does not belong to it. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Seconds decoded before a part: a score compares a frame with the two before it. */
const LEAD = 0.5;
/** Where FFmpeg cannot land exactly it may land behind the last keyframe. */
const INEXACT_LEAD = 10;
const MICROSECONDS = { num: 1, den: 1_000_000 };

/** Arguments of ffmpeg that print the scene score of every frame of a part on standard output. */
export function sceneScoreArguments({ file, probe }: ProbedVideo, { from, to }: TimeSpan): string[] {
  const { time_base, start_time, container, stream_index } = probe;
  const origin = rescale(Math.round(start_time * 1e6), MICROSECONDS, time_base);
  const ptsAt = (seconds: number) => ptsAtOrAfter(origin, seconds, time_base);
  const seek = from - (isSeekableContainer(container) ? LEAD : INEXACT_LEAD);
  const filters = [
    `settb=${time_base.num}/${time_base.den}`,
    "select='gte(scene,0)'",
    `trim=start_pts=${ptsAt(from)}:end_pts=${ptsAt(to)}`,
    'metadata=mode=print:key=lavfi.scene_score:file=-',
  ];
  return [
    // Scores come out the same without the loop filter, a tenth sooner.
    ...['-nostdin', '-v', 'error', '-threads', '1', '-skip_loop_filter', 'all', '-copyts', '-noautorotate'],
    ...(seek > 0 ? ['-noaccurate_seek', '-ss', seek.toFixed(6)] : []),
    ...[...SAFE_INPUT, '-i', inputName(file), '-map', `0:${stream_index}`, '-an', '-sn', '-dn'],
    ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-f', 'null', '-'],
  ];
}

/** Reads the scores, 0 to 1, in the order of the frames. */
export function parseSceneScores(text: string): Float64Array {
  return Float64Array.from(text.matchAll(/^lavfi\.scene_score=(\S+)$/gm), ([, score]) => Number(score));
}

/**
 * FFmpeg's scene scores (`scene` of its `select` filter) of the frames of a part, 0 to 1. Other work on the machine goes
 * before it.
 * @returns null where the part could not be decoded
 * @throws AppError `cancelled`
 */
export async function readSceneScores(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<Float64Array | null> {
  const args = sceneScoreArguments(video, span);
  const result = await runProgram(programs.ffmpeg, args, signal, { gentle: true });
  if (result.cancelled) throw new AppError('cancelled');
  const scores = parseSceneScores(result.stdout);
  return result.exitCode !== 0 && scores.length === 0 ? null : scores;
}
