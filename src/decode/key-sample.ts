import { AppError } from '../contract/app-error.ts';
import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { inputName, SAFE_INPUT } from './input-arguments.ts';
import type { ProbedVideo } from './probe.ts';
import { runProgram } from './run-program.ts';

/** Packets at the beginning of a stream that are looked at: about twenty seconds. */
const SAMPLE_PACKETS = 600;

/** How many of a stream's first packets are keyframes. */
export interface KeySample {
  readonly packets: number;
  readonly keys: number;
}

/** Counts the lines of `ffprobe -show_entries packet=flags -of csv=p=0`; null where there is none. */
export function countKeys(csv: string): KeySample | null {
  // Side data of a packet makes further fields. K marks a key packet, D one that the container hides.
  const flags = csv.split('\n').map((line) => line.split(',')[0] ?? '');
  const shown = flags.filter((text) => text !== '' && !text.includes('D'));
  if (shown.length === 0) return null;
  return { packets: shown.length, keys: shown.filter((text) => text.includes('K')).length };
}

/**
 * Counts the keyframes among the first packets of a stream, to guess how many the whole stream has; takes as long as a
 * probe, however long the video is.
 * @returns null where nothing could be read
 * @throws AppError `cancelled`
 */
export async function sampleKeys(
  programs: FfmpegPrograms,
  video: ProbedVideo,
  signal: AbortSignal,
): Promise<KeySample | null> {
  const select = ['-select_streams', String(video.probe.stream_index)];
  const some = ['-read_intervals', `%+#${SAMPLE_PACKETS}`];
  const entries = ['-show_entries', 'packet=flags', '-of', 'csv=p=0'];
  const args = ['-v', 'error', ...SAFE_INPUT, ...select, ...some, ...entries, inputName(video.file)];
  const result = await runProgram(programs.ffprobe, args, signal);
  if (result.cancelled) throw new AppError('cancelled');
  return countKeys(result.stdout);
}
