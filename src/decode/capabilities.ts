import type { FfmpegPrograms } from './ffmpeg-programs.ts';
import { runProgram } from './run-program.ts';

/** What this build of FFmpeg can do beyond the minimum. */
export interface Capabilities {
  readonly filters: ReadonlySet<string>;
  readonly hwaccels: readonly string[];
}

/** Filter names in the output of `ffmpeg -filters`. */
export function parseFilters(output: string): ReadonlySet<string> {
  const rows = [...output.matchAll(/^ [T.][S.][C.]? +(\S+) +\S+->\S+/gm)];
  return new Set(rows.flatMap((row) => (row[1] === undefined ? [] : [row[1]])));
}

/** Names in the output of `ffmpeg -hwaccels`. */
export function parseHwaccels(output: string): string[] {
  const [, names = ''] = output.split(/Hardware acceleration methods:\s*\n/);
  return names
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

async function ask({ ffmpeg }: FfmpegPrograms): Promise<Capabilities> {
  const list = (name: string) => runProgram(ffmpeg, ['-hide_banner', '-v', 'error', name]);
  const [filters, hwaccels] = await Promise.all([list('-filters'), list('-hwaccels')]);
  return { filters: parseFilters(filters.stdout), hwaccels: parseHwaccels(hwaccels.stdout) };
}

/** A program does not change while this process runs. */
const known = new Map<string, Promise<Capabilities>>();

/** Asks ffmpeg for its filters and hardware decoders. */
export function readCapabilities(programs: FfmpegPrograms): Promise<Capabilities> {
  const answer = known.get(programs.ffmpeg) ?? ask(programs);
  known.set(programs.ffmpeg, answer);
  return answer;
}
