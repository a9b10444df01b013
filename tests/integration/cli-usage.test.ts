import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { framesift } from '../support/cli.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';

afterEach(() => vi.unstubAllEnvs());

const REFUSED: readonly [line: string, message: string, hint: string][] = [
  ['analyze a.mp4 --intervall 3', 'Unknown option --intervall', 'Did you mean --interval?'],
  ['analyze a.mp4 --max-gaps 3', 'Unknown option --max-gaps', 'Did you mean --max-gap?'],
  ['filter run --min-sharpnes 3', 'Unknown option --min-sharpnes', 'Did you mean --min-sharpness?'],
  ['doctor --jsn', 'Unknown option --jsn', 'Did you mean --json?'],
  [
    'analyze a.mp4 --method keyframe',
    '--method must be one of keyframes, interval, scene, all, but is "keyframe"',
    'Did you mean keyframes?',
  ],
  ['analyze a.mp4 --interval 0', '--interval must be a number from 0.001 to 86400 seconds, but is "0"', ''],
  ['analyze a.mp4 --interval x', '--interval must be a number from 0.001 to 86400 seconds, but is "x"', ''],
  ['analyze a.mp4 --jpg-quality 101', '--jpg-quality must be a whole number from 1 to 100, but is "101"', ''],
  ['analyze a.mp4 --workers 1.5', '--workers must be a whole number from 1 to 64, but is "1.5"', ''],
  ['analyze a.mp4 --start 1:75', '--start must be a time: seconds or [hh:]mm:ss[.mmm], but is "1:75"', ''],
  ['analyze a.mp4 --quality-weights 1 2 3', '--quality-weights must be five numbers from 0 to 1000', ''],
  ['analyze a.mp4 --start 5 --end 3', '--start 5 is not before --end 3', ''],
  [
    'analyze a.mp4 --pre-filter metrics',
    '--pre-filter metrics needs at least one of --pre-min-sharpness',
    '',
  ],
  ['filter run --min-quality 101', '--min-quality must be a number from 0 to 100 points, but is "101"', ''],
  ['analyze', "Missing required argument 'input'", ''],
  ['analyse a.mp4', 'Unknown command', ''],
  ['presets show nothing-of-this-name', 'No preset named nothing-of-this-name', ''],
];

describe('what the command line refuses', () => {
  it.each(REFUSED)('framesift %s: exit 2, %s', async (line, message, hint) => {
    vi.stubEnv('FRAMESIFT_CONFIG_DIR', temporaryFolder());
    const { exitCode, err } = await commandLine(...line.split(' '));
    expect(exitCode).toBe(2);
    expect(err[0]).toMatch(/^error \w+: /);
    expect(err[0]).toContain(`: ${message}`);
    expect(err[1]).toMatch(/^hint: ./);
    if (hint) expect(err[1]).toBe(`hint: ${hint}`);
  });

  it('the program itself exits with 2 and prints on stderr only', async () => {
    const { exitCode, stdout, stderr } = await framesift(['analyze', '--nope', 'a'], {
      cwd: temporaryFolder(),
    });
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error unknown_option: Unknown option --nope\nhint: /);
  });

  it('help and version are no errors', async () => {
    expect((await commandLine('--help')).out.join('\n')).toContain('Usage: framesift');
    expect((await commandLine('analyze', '--help')).out.join('\n')).toContain('--max-gap <N>');
    expect((await commandLine('--version')).out.join('\n')).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('FFmpeg that is missing or too old', () => {
  it('is named with the way to install it, exit 3', async () => {
    const { exitCode, stderr } = await framesift(['analyze', 'a.mp4'], {
      cwd: temporaryFolder(),
      env: { FFMPEG_PATH: '/nonexistent' },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('error ffmpeg_missing: FFmpeg is not installed or not on PATH (/nonexistent');
    expect(stderr).toMatch(/hint: .*(?:apt-get install|brew install|winget install)/);
  });

  it('ffprobe is needed too', async () => {
    vi.stubEnv('FFPROBE_PATH', '/nonexistent');
    const { exitCode, code } = await commandLine('analyze', 'a.mp4');
    expect([exitCode, code]).toEqual([3, 'ffmpeg_missing']);
  });

  it.runIf(process.platform !== 'win32')('a version before 5.1 is refused by its number', async () => {
    const program = path.join(temporaryFolder(), 'ffmpeg');
    await writeFile(program, '#!/bin/sh\necho "ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright"\n');
    await chmod(program, 0o755);
    vi.stubEnv('FFMPEG_PATH', program);
    const { exitCode, err } = await commandLine('analyze', 'a.mp4');
    expect(exitCode).toBe(3);
    expect(err[0]).toBe(
      'error ffmpeg_too_old: FFmpeg 4.4.2-0ubuntu0.22.04.1 is too old: version 5.1 or newer is needed',
    );
    const doctor = await commandLine('doctor');
    expect(doctor.exitCode).toBe(3);
    expect(doctor.out.join('\n')).toContain('PROBLEM  ffmpeg: FFmpeg 4.4.2');
  });
});
