import { AppError } from '../contract/app-error.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { FrameIndex } from './frame-index.ts';
import { floatColumn } from './growing-column.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import type { ProbedVideo } from './probe.ts';
import { FFMPEG_INTERRUPTED, streamProgram } from './run-program.ts';
import { parseLogLine } from './showinfo.ts';
import { TextLines } from './text-lines.ts';

/**
 * The frame index of a stream whose packets lack time stamps (elementary streams, AVI with B-frames, MPEG program
 * streams): one decoding pass without pixels, numbering what FFmpeg shows in the order of its time stamps.
 * @throws AppError `input_no_frames`, `cancelled`
 */
export async function indexByDecoding(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  signal?: AbortSignal,
): Promise<FrameIndex> {
  const { time_base: base, start_time, stream_index } = video.probe;
  const args = [
    ...['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+info', '-copyts', '-noautorotate'],
    ...[...SAFE_INPUT, '-i', inputName(video.file), '-map', `0:${stream_index}`],
    ...[
      '-vf',
      `settb=${base.num}/${base.den},showinfo=checksum=0`,
      '-fps_mode',
      'passthrough',
      '-f',
      'null',
      '-',
    ],
  ];
  const times = floatColumn();
  const lines = new TextLines((line) => {
    const parsed = parseLogLine(line);
    if (parsed.kind === 'frame' && parsed.pts !== null) times.push(parsed.pts);
  });
  const result = await streamProgram(programs.ffmpeg, args, 'stderr', (text) => lines.push(text), signal);
  lines.end();
  if (result.cancelled) throw new AppError('cancelled');
  // What it has told until a signal stopped it would pass for a shorter video.
  if (result.exitCode === null || result.exitCode === FFMPEG_INTERRUPTED) {
    throw new AppError('decode_failed', { reason: 'a signal stopped it' });
  }
  if (times.length === 0) {
    throw new AppError('input_no_frames', { path: video.file, reason: 'the decoder shows no picture' });
  }
  return new FrameIndex(
    Float64Array.from({ length: times.length }, (_, i) => times.at(i)),
    base,
    start_time,
  );
}
