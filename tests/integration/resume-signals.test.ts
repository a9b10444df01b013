import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { analyzeHere, commandLine, reportedFrames } from '../support/in-process.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { progressOf, recordedFrames, recordedLines, runState } from '../support/run-state.ts';
import { decodersGone, decodersOf, type Session, startSession } from '../support/session.ts';

const FRAMES = 150;
const ALL = ['--method', 'all', '--pre-filter', 'overall', '--pre-min-quality', '60'];
const METHODS = [
  { name: 'all', args: [...ALL, '--workers', '1'] },
  { name: 'scene', args: ['--method', 'scene', '--scene-threshold', '0.02', '--workers', '1'] },
  { name: 'interval', args: ['--method', 'interval', '--interval', '0.1', '--workers', '2'] },
];

let cwd = '';
let clip = '';
/** Runs that are to be interrupted take their time. */
let paced = '';
const whole = new Map<string, Record<string, string>>();
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  clip = await alternatingClip(cwd, 'clip.mp4', FRAMES / 25);
  paced = pacedFfmpeg(cwd, 0.75).program;
  for (const { name, args } of METHODS) {
    await analyzeHere(path.join(cwd, name), clip, ...args);
    whole.set(name, runState(path.join(cwd, name, 'out/clip')));
  }
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

let folders = 0;

/** A run in a folder of its own, to be interrupted. */
function newRun(method = 'all') {
  const out = `out-${folders++}`;
  const folder = path.join(cwd, out, 'clip');
  const args = METHODS.find(({ name }) => name === method)?.args ?? [];
  const words = ['analyze', clip, ...args];
  const start = (detached = false) =>
    startSession([...words, '--out', out], { cwd, detached, env: { FFMPEG_PATH: paced } });
  /** Finishes the run, in this process, and compares it with one that was never interrupted. */
  const finish = async () => {
    const before = recordedFrames(folder);
    const log = ['--log-dir', path.join(cwd, 'logs')];
    const last = await commandLine(...words, '--out', path.join(cwd, out), ...log, '--json');
    expect(last).toMatchObject({ exitCode: 0, err: [] });
    expect(reportedFrames(last).filter((number) => before.includes(number))).toEqual([]);
    expect(runState(folder)).toEqual(whole.get(method));
    expect(await decodersGone(clip)).toEqual([]);
  };
  return { folder, start, finish };
}

/** Sends a signal to the whole process group, as a terminal does. */
function signalGroup({ child }: Session, signal: NodeJS.Signals): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
}

const errorsIn = (folder: string) =>
  recordedLines(folder).filter((line) => line.includes('"status":"error"'));

describe('Ctrl-C', () => {
  it('ends with exit code 130, says so, notes it and can be resumed', async () => {
    const { start, folder, finish } = newRun();
    const session = start();
    await session.reported(20);
    session.child.kill('SIGINT');
    const { code, stderr, stdout } = await session.end;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^error cancelled: Cancelled\nhint: /);
    expect(stdout).toContain('"code":"cancelled"');
    const recorded = recordedLines(folder).length;
    expect(recorded).toBeGreaterThanOrEqual(20);
    expect(recorded).toBeLessThan(FRAMES);
    expect(progressOf(folder)).toMatchObject({ state: 'cancelled', done: recorded, error: null });
    expect(await decodersGone(clip)).toEqual([]);
    await finish();
  });

  it.each(casesOf(METHODS, 1))(
    'in a terminal stops ffmpeg too: nothing wrong is recorded ($name)',
    async ({ name }) => {
      const { start, folder, finish } = newRun(name);
      for (const wanted of name === 'all' ? [1, 3] : [1]) {
        const session = start(true);
        await session.reported(wanted);
        signalGroup(session, 'SIGINT');
        const { code, stdout } = await session.end;
        // A process that has done its work and is just leaving no longer listens.
        if (!stdout.includes('"event":"done"')) expect(code).toBe(130);
        expect(errorsIn(folder)).toEqual([]);
      }
      await finish();
    },
  );

  it.runIf(EVERY_CASE)('pressed twice leaves at once', async () => {
    const { start, finish } = newRun();
    const session = start();
    await session.reported(1);
    session.child.kill('SIGINT');
    session.child.kill('SIGINT');
    const begin = performance.now();
    expect((await session.end).code).toBe(130);
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(await decodersGone(clip)).toEqual([]);
    await finish();
  });

  it('while the file is still being looked at is no failure of FFmpeg', async () => {
    const env = { FFMPEG_PATH: 'ffmpeg', FFPROBE_PATH: 'ffprobe' };
    for (const wait of [200, 260, 320]) {
      const session = startSession(['analyze', clip], { cwd, detached: true, env });
      await sleep(wait);
      signalGroup(session, 'SIGINT');
      const { code, signal, stderr } = await session.end;
      // Before the program listens the system ends it.
      expect(signal === 'SIGINT' || code === 130, stderr).toBe(true);
    }
    expect(await decodersGone(clip)).toEqual([]);
  });

  it('that ends ffprobe before it reaches us is still no failure of FFmpeg', async () => {
    const program = path.join(cwd, 'late-signal');
    const later = '(sleep 0.05; kill -INT "$parent") >/dev/null 2>&1 &';
    await writeFile(program, `#!/bin/sh\nparent=$PPID\n${later}\nkill -KILL $$\n`, { mode: 0o755 });
    const args = ['analyze', clip, '--out', `out-${folders++}`];
    const { code, stderr } = await startSession(args, { cwd, env: { FFPROBE_PATH: program } }).end;
    expect(stderr).toMatch(/^error cancelled: /);
    expect(code).toBe(130);
  });
});

describe('an ffmpeg that somebody else stops', () => {
  it.each(casesOf(['SIGKILL', 'SIGINT'] as const, 1))(
    'by %s fails the run, which keeps what it has',
    async (signal) => {
      const { start, folder, finish } = newRun();
      const session = start();
      await session.reported(20);
      const [decoder] = decodersOf(clip);
      if (decoder === undefined) expect.fail('the run is over already');
      process.kill(decoder, signal);
      const { code, stderr } = await session.end;
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^error decode_failed: FFmpeg stopped with an error: a signal stopped it\nhint: /,
      );
      expect(progressOf(folder)).toMatchObject({ state: 'failed', done: recordedLines(folder).length });
      expect(errorsIn(folder)).toEqual([]);
      await finish();
    },
  );
});

it('a killed program leaves no ffmpeg behind', async () => {
  const session = newRun('interval').start();
  await session.reported(5);
  session.child.kill('SIGKILL');
  expect((await session.end).signal).toBe('SIGKILL');
  expect(await decodersGone(clip, 3)).toEqual([]);
});
