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

/** Frames of a stream in the order in which ffmpeg shows them. */
export interface ShownStream {
  readonly frames: readonly ShownFrame[];
  /** Time base in seconds. */
  readonly unit: number;
  /** Start time of the file in seconds; 0 where it has none. */
  readonly start: number;
}

/** What ffmpeg says while it shows the frames of a stream behind a filter. */
async function shownBy(file: string, filter: string): Promise<{ said: string; shown: ShownStream }> {
  const input = ['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'level+info', '-copyts', '-i', file];
  const output = [
    '-map',
    '0:v:0',
    '-vf',
    // The checksums that nobody reads would take as long as the decoding.
    `${filter},showinfo=checksum=0`,
    '-fps_mode',
    'passthrough',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = await execa('ffmpeg', [...input, ...output], { stdin: 'ignore', maxBuffer: 2 ** 28 });
  const frames = [...stderr.matchAll(/ n: *\d+ pts: *(-?\d+) .* type:(\S)/g)].map((match) => ({
    pts: Number(match[1]),
    type: match[2] ?? '?',
  }));
  const [, num = '1', den = '1'] = /config in time_base: (\d+)\/(\d+)/.exec(stderr) ?? [];
  const [, start = '0'] = /Duration: \S+, start: (-?[\d.]+)/.exec(stderr) ?? [];
  return { said: stderr, shown: { frames, unit: Number(num) / Number(den), start: Number(start) } };
}

/**
 * The frames that ffmpeg itself shows, optionally behind a filter such as `select`: the reference for everything
 * about picking.
 */
export async function shownFrames(file: string, filter = 'null'): Promise<ShownStream> {
  return (await shownBy(file, filter)).shown;
}

/** All frames that ffmpeg shows, and those of them whose scene score is above any threshold, from one decode. */
export async function shownScenes(
  file: string,
): Promise<{ shown: ShownStream; cutsAbove: (threshold: number) => readonly ShownFrame[] }> {
  const { said, shown } = await shownBy(file, "select='gte(scene,0)',metadata=print:key=lavfi.scene_score");
  const scores = [...said.matchAll(/lavfi\.scene_score=([\d.]+)/g)].map(([, score]) => Number(score));
  const cutsAbove = (threshold: number) =>
    shown.frames.filter((_, i) => (scores[i] ?? Number.NaN) > threshold);
  return { shown, cutsAbove };
}
