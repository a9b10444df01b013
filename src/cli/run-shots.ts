import type { Command } from 'commander';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { AppError } from '../contract/app-error.ts';
import { ineffectiveOptions } from '../contract/ineffective-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { SHOT_OPTIONS } from '../contract/shot-options.ts';
import { findFfmpeg } from '../decode/ffmpeg-programs.ts';
import { probeSource } from '../run/prepare-run.ts';
import { detectShots } from '../shots/detect-shots.ts';
import { openInput } from '../source/open-input.ts';
import { type CommandContext, commandOptions, programOptions } from './command-context.ts';
import { printJson } from './console.ts';
import { shotCsv, shotProgress, shotTable } from './shot-view.ts';

/** Runs `framesift shots`. */
export async function runShots(
  input: string,
  command: Command,
  { console, signal }: CommandContext,
): Promise<void> {
  const { json } = programOptions(command);
  const options = await commandOptions(command, SHOT_OPTIONS);
  if (json && options.csv) throw new AppError('usage', { detail: 'Choose one of --json and --csv' });
  const warn = (message: string) => console.err(`warning: ${message}`);
  for (const message of ineffectiveOptions(SHOT_OPTIONS, options)) warn(message);
  const programs = await findFfmpeg();
  const opening = resolveOptions(ANALYZE_OPTIONS, {});
  const source = await openInput(input, opening, { ffmpeg: programs.ffmpeg, emit: () => undefined, signal });
  if (source.pictures) throw new AppError('input_no_video', { path: source.path, streams: 'still pictures' });
  const video = await probeSource(programs, source, options.stream, signal);
  const progress = shotProgress(console);
  const found = await detectShots(programs, video, options, { signal, onProgress: progress.show }).finally(
    progress.stop,
  );
  for (const message of found.warnings) warn(message);
  const { shots } = found;
  if (json) return printJson(console, { shots });
  if (options.csv) return console.out(shotCsv(shots));
  console.out(`${shots.length} ${shots.length === 1 ? 'shot' : 'shots'}`);
  console.out(shotTable(shots));
}
