import { AppError } from '../contract/app-error.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import type { ProbedVideo } from './probe.ts';
import { runProgram } from './run-program.ts';

/** One packet of the video stream in file order; times in units of the stream's time base. */
export interface Packet {
  readonly pts: number | null;
  readonly dts: number | null;
  readonly duration: number;
  readonly size: number;
  readonly key: boolean;
  /** Hidden by an edit list: decoded but never shown, so without a frame number. */
  readonly discarded: boolean;
}

const integer = (text: string | undefined) =>
  text === undefined || !/^-?\d+$/.test(text) ? null : Number(text);

/** Parses the lines of `ffprobe -show_entries packet=pts,dts,duration,size,flags -of csv=p=0`. */
export function parsePackets(csv: string): Packet[] {
  const packets: Packet[] = [];
  for (const line of csv.split('\n')) {
    const [pts, dts, duration, size, flags] = line.split(',');
    if (flags === undefined) continue;
    packets.push({
      pts: integer(pts),
      dts: integer(dts),
      duration: integer(duration) ?? 0,
      size: integer(size) ?? 0,
      key: flags.includes('K'),
      discarded: flags.includes('D'),
    });
  }
  return packets;
}

/**
 * Reads every packet of the video stream by demuxing only.
 * @throws AppError `decode_failed`, `cancelled`
 */
export async function readPackets(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  signal?: AbortSignal,
): Promise<Packet[]> {
  const entries = 'packet=pts,dts,duration,size,flags';
  const select = ['-select_streams', String(video.probe.stream_index)];
  const output = ['-show_entries', entries, '-of', 'csv=p=0', inputName(video.file)];
  const args = ['-v', 'error', ...SAFE_INPUT, ...select, ...output];
  const result = await runProgram(programs.ffprobe, args, signal);
  if (result.cancelled) throw new AppError('cancelled');
  const packets = parsePackets(result.stdout);
  // Stopped by a signal it has told only a part, which would pass for a shorter video.
  if (result.exitCode === null || (packets.length === 0 && result.exitCode !== 0)) {
    throw new AppError('decode_failed', {
      reason: result.stderr.split('\n').at(-1) || 'ffprobe was stopped',
    });
  }
  return packets;
}
