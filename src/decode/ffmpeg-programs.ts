import which from 'which';
import { AppError } from '../contract/app-error.ts';
import { runProgram } from './run-program.ts';

/** Oldest FFmpeg that has what exact frame identity needs (`-fps_mode`, `showinfo=checksum`). */
export const MINIMUM_FFMPEG = '5.1';

/** The two programs, found and new enough. */
export interface FfmpegPrograms {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  /** As the program states it, e.g. `5.1.9-0+deb12u1`. */
  readonly version: string;
}

/** How to install FFmpeg on a platform, one line. */
export function installHint(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'darwin':
      return 'Install it with `brew install ffmpeg`, or set FFMPEG_PATH and FFPROBE_PATH.';
    case 'win32':
      return 'Install it with `winget install Gyan.FFmpeg`, or set FFMPEG_PATH and FFPROBE_PATH.';
    default:
      return 'Install it with `sudo apt-get install -y ffmpeg` (Debian, Ubuntu), `sudo dnf install ffmpeg` (Fedora) or your package manager, or set FFMPEG_PATH and FFPROBE_PATH.';
  }
}

/** The version in the first line of `ffmpeg -version`, or null. */
export function parseVersion(banner: string): string | null {
  return /^ff(?:mpeg|probe) version (\S+)/.exec(banner)?.[1] ?? null;
}

/**
 * Whether a stated version is at least the minimum. Builds from git (`N-109...`, `git-2023...`) carry no number
 * and are taken as new enough.
 */
export function isNewEnough(version: string, minimum = MINIMUM_FFMPEG): boolean {
  const found = /^n?(\d+)\.(\d+)/.exec(version);
  if (!found) return true;
  const [wantMajor = 0, wantMinor = 0] = minimum.split('.').map(Number);
  const major = Number(found[1]);
  return major > wantMajor || (major === wantMajor && Number(found[2]) >= wantMinor);
}

/** The error of a program that is not there or none of FFmpeg's. */
export function missing(program: string, platform: NodeJS.Platform = process.platform): AppError {
  return new AppError('ffmpeg_missing', { program, install: installHint(platform) });
}

async function versionOf(program: string, platform: NodeJS.Platform): Promise<string> {
  const { stdout } = await runProgram(program, ['-version']);
  const version = parseVersion(stdout);
  if (version === null) throw missing(program, platform);
  return version;
}

/**
 * Finds ffmpeg and ffprobe: FFMPEG_PATH and FFPROBE_PATH, else PATH. Starting a program of FFmpeg takes longer than
 * looking at a short file, so ffprobe is only looked for; it is of the same build as ffmpeg.
 * @throws AppError `ffmpeg_missing` or `ffmpeg_too_old`, with the install hint of the platform
 */
export async function findFfmpeg(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<FfmpegPrograms> {
  const ffmpeg = env.FFMPEG_PATH || 'ffmpeg';
  const ffprobe = env.FFPROBE_PATH || 'ffprobe';
  const [version, found] = await Promise.all([
    versionOf(ffmpeg, platform),
    which(ffprobe, { nothrow: true, ...(env.PATH !== undefined && { path: env.PATH }) }),
  ]);
  if (found === null) throw missing(ffprobe, platform);
  if (!isNewEnough(version)) {
    const details = { found: version, minimum: MINIMUM_FFMPEG, install: installHint(platform) };
    throw new AppError('ffmpeg_too_old', details);
  }
  return { ffmpeg, ffprobe, version };
}
