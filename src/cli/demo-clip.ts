import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import { TEMPORARY_PREFIX } from '../contract/run-files.ts';

import { runProgram } from '../decode/run-program.ts';

/** Size and rate of the demo clip. */
const WIDTH = 640;
const HEIGHT = 360;
const RATE = 25;

const test = `testsrc2=s=${WIDTH}x${HEIGHT}:r=${RATE}`;
const seconds = (count: number) => `trim=duration=${count},setpts=PTS-STARTPTS,format=yuv420p,setsar=1`;

/** Shots with hard cuts: each shows one thing that scoring has to tell. */
const SHOTS: readonly string[] = [
  // A sharp picture that loses focus and finds it again.
  `${test},${seconds(4)},split[sharp][soft];[soft]gblur=sigma=9[blurred];[sharp][blurred]blend=all_expr='A+(B-A)*between(T,1.2,2.8)'`,
  // A subject that moves over a background.
  `gradients=s=${WIDTH}x${HEIGHT}:r=${RATE}:c0=0x204060:c1=0xd0b080:x0=0:y0=0:x1=${WIDTH}:y1=${HEIGHT}:speed=0.001:seed=1,${seconds(4)}[ground];mandelbrot=s=120x160:r=${RATE}:start_scale=0.3,${seconds(4)}[subject];[ground][subject]overlay=x='40+t*110':y='100+60*sin(t*2)':shortest=1`,
  // A dark stretch that gets light.
  `mandelbrot=s=${WIDTH}x${HEIGHT}:r=${RATE}:start_scale=1.2,${seconds(4)},eq=brightness='-0.75+0.2*t':eval=frame`,
  // Nothing to see: flat grey.
  `color=c=gray:s=${WIDTH}x${HEIGHT}:r=${RATE},${seconds(2)}`,
  // Rich detail.
  `mandelbrot=s=${WIDTH}x${HEIGHT}:r=${RATE}:start_scale=0.02:end_scale=0.01,${seconds(4)}`,
];

/** Times at which the shots of the demo clip end, seconds. */
export const SHOT_ENDS: readonly number[] = [4, 8, 12, 14, 18];

/** The filter graph of the demo clip, for `-filter_complex`. */
export function demoGraph(): string {
  const named = SHOTS.map((shot, i) =>
    `${shot}[shot${i}]`.replace(/\[(sharp|soft|blurred|ground|subject)\]/g, `[$1${i}]`),
  );
  const joined = SHOTS.map((_, i) => `[shot${i}]`).join('');
  return `${named.join(';')};${joined}concat=n=${SHOTS.length},format=yuv420p[clip]`;
}

/**
 * Makes the demo clip unless it is there already.
 * @throws AppError `output_unwritable`, `disk_full`, `decode_failed`
 */
export async function makeDemoClip(ffmpeg: string, file: string, signal: AbortSignal): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there?.isFile()) return;
  const folder = path.dirname(file);
  const temporary = path.join(folder, `${TEMPORARY_PREFIX}${process.pid}-demo.mp4`);
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '50'];
  const graph = ['-filter_complex', demoGraph(), '-map', '[clip]'];
  const encode = (video: readonly string[]) =>
    runProgram(ffmpeg, ['-nostdin', '-v', 'error', '-y', ...graph, ...video, temporary], signal);
  try {
    await mkdir(folder, { recursive: true });
    // Not every build may encode H.264; every build encodes MPEG-4.
    const result = await encode(codec);
    const made =
      result.exitCode !== 0 && !result.cancelled ? await encode(['-c:v', 'mpeg4', '-q:v', '3']) : result;
    if (made.cancelled) throw new AppError('cancelled');
    if (made.exitCode !== 0) throw new AppError('decode_failed', { reason: made.stderr });
    await rename(temporary, file);
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : toFileError(thrown, folder);
  }
}
