import { execa } from 'execa';

/** Runs ffmpeg quietly and gives its standard output; throws with its messages when it fails. */
export async function ffmpeg(...args: string[]): Promise<Buffer> {
  const result = await execa('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], {
    encoding: 'buffer',
    maxBuffer: 2 ** 30,
    stdin: 'ignore',
  });
  return Buffer.from(result.stdout);
}

/** A frame as ffmpeg itself shows it. */
export interface ShownFrame {
  /** In units of the stream's time base. */
  readonly pts: number;
  readonly type: string;
}

/** Frames of a stream in the order in which ffmpeg shows them, and its time base in seconds. */
export interface ShownStream {
  readonly frames: readonly ShownFrame[];
  readonly unit: number;
}

/**
 * The frames that ffmpeg itself shows, optionally behind a filter such as `select`: the reference for everything
 * about picking.
 */
export async function shownFrames(file: string, filter = 'null', stream = '0:v:0'): Promise<ShownStream> {
  const input = ['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+info', '-copyts', '-i', file];
  const output = ['-map', stream, '-vf', `${filter},showinfo`, '-fps_mode', 'passthrough', '-f', 'null', '-'];
  const { stderr } = await execa('ffmpeg', [...input, ...output], { stdin: 'ignore', maxBuffer: 2 ** 28 });
  const frames = [...stderr.matchAll(/ n: *\d+ pts: *(-?\d+) .* type:(\S)/g)].map((match) => ({
    pts: Number(match[1]),
    type: match[2] ?? '?',
  }));
  const [, num = '1', den = '1'] = /config in time_base: (\d+)\/(\d+)/.exec(stderr) ?? [];
  return { frames, unit: Number(num) / Number(den) };
}

/** ffprobe's start time of a file in seconds. */
export async function startTime(file: string): Promise<number> {
  const args = ['-v', 'error', '-show_entries', 'format=start_time', '-of', 'csv=p=0', file];
  const { stdout } = await execa('ffprobe', args);
  return Number(stdout.trim()) || 0;
}
