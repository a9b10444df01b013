import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alternatingClip } from '../support/alternating-clip.ts';
import { CLI, framesift } from '../support/cli.ts';
import { analyzeHere, commandLine } from '../support/in-process.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { progressOf, recordedLines, runState, withoutShots } from '../support/run-state.ts';
import { decodersGone } from '../support/session.ts';

const PICTURES = ['--method', 'all', '--jpg-quality', '80'];

/** Mounts a small file system; false where that is not allowed. */
function mount(folder: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync('umount', [folder]));
  return true;
}

describe('a real disk', () => {
  it('that gets full: disk_full, and after freeing space the run continues to the same bytes', async ({
    skip,
  }) => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 6);
    const disk = path.join(cwd, 'disk');
    mkdirSync(disk);
    skip(!mount(disk, 'size=3m'), 'mounting needs root');
    expect(await analyzeHere(cwd, clip, ...PICTURES)).toMatchObject({ exitCode: 0 });
    const whole = path.join(cwd, 'out/clip');
    const ballast = path.join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2 << 20));

    const folder = path.join(disk, 'clip');
    const { exitCode, stderr } = await framesift(['analyze', clip, '--out', 'disk', ...PICTURES], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/error disk_full: No space left on the disk of .*\nhint: Free some space/);
    expect(stderr).not.toMatch(/\n\s+at /);
    const kept = withoutShots(recordedLines(folder));
    expect(kept).toEqual(withoutShots(recordedLines(whole)).slice(0, kept.length));
    expect(progressOf(folder).state).not.toBe('done');

    rmSync(ballast);
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    const again = await framesift(['analyze', clip, '--out', 'disk', ...PICTURES], { cwd });
    expect(again).toMatchObject({ exitCode: 0 });
    expect(runState(folder)).toEqual(runState(whole));
  });

  it('that is read-only: output_unwritable', async ({ skip }) => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 0.2, '64x48');
    mkdirSync(path.join(cwd, 'disk'));
    skip(!mount(path.join(cwd, 'disk'), 'size=1m,ro'), 'mounting needs root');
    const { exitCode, stderr } = await framesift(['analyze', clip, '--out', 'disk'], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error output_unwritable: Cannot write to ');
    expect(stderr).toContain('the file system is read-only');
  });

  it.each(['clip.mp4/below', '/proc/nothing/here', '/dev/null'])(
    'path that holds no folder (%s)',
    async (out) => {
      const cwd = temporaryFolder();
      await alternatingClip(cwd, 'clip.mp4', 0.2, '64x48');
      const words = [
        'analyze',
        path.join(cwd, 'clip.mp4'),
        '--log-dir',
        cwd,
        '--out',
        path.resolve(cwd, out),
      ];
      const { exitCode, err } = await commandLine(...words);
      const stderr = err.join('\n');
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/error output_unwritable: Cannot write to .*\nhint: /);
    },
  );
});

it('a reader that goes away (| head -1) ends the program quietly', async () => {
  const cwd = temporaryFolder();
  const clip = await alternatingClip(cwd, 'clip.mp4', 6);
  const command = `'${process.execPath}' '${CLI}' analyze '${clip}' --method all --json | head -1`;
  const shell = spawn('bash', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  shell.stdout.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  shell.stderr.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  await new Promise((resolve) => shell.once('close', resolve));
  expect(JSON.parse(texts.stdout)).toMatchObject({ event: 'stage', stage: 'probe' });
  expect(texts.stderr).toBe('');
  expect(await decodersGone(clip)).toEqual([]);
  // What was recorded by then is continued.
  const downloads = path.join(cwd, 'downloads');
  await libraryRun(clip, downloads);
  expect(recordedLines(path.join(downloads, 'clip'))).toHaveLength(150);
});
