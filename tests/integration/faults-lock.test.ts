import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { bundled } from '../support/bundled.ts';
import { framesift } from '../support/cli.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { recordedLines, runState } from '../support/run-state.ts';
import { startSession } from '../support/session.ts';

/** Number of a process that has ended. */
const deadPid = () => Number(execFileSync('sh', ['-c', 'echo $$']).toString());

const lockText = (pid: number, started: string | null = null) =>
  `${JSON.stringify({ pid, host: hostname(), started })}\n`;

describe('the lock of a run folder', () => {
  it('stops a second run at once with exit code 1, naming the process; the first one goes on', async () => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 4, '160x90');
    const args = ['analyze', clip, '--method', 'all'];
    const first = startSession(args, { cwd });
    await first.reported(1);
    first.child.kill('SIGSTOP');
    const { exitCode, stderr } = await framesift(args, { cwd });
    first.child.kill('SIGCONT');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `error run_locked: Another run is writing to ${path.join(cwd, 'downloads/clip')} (process ${first.child.pid})`,
    );
    expect((await first.end).code).toBe(0);
    expect(recordedLines(path.join(cwd, 'downloads/clip'))).toHaveLength(100);
    expect(existsSync(path.join(cwd, 'downloads/clip/run.lock'))).toBe(false);
  });

  it.each(
    casesOf(
      [
        { name: 'a dead process', text: () => lockText(deadPid()) },
        { name: 'a process whose number another one has now', text: () => lockText(process.pid, '1') },
        { name: 'nobody (empty)', text: () => '' },
        { name: 'nobody (garbage)', text: () => '\0{"pid":' },
      ],
      2,
    ),
  )('of $name is taken over', async ({ text }) => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 0.2, '64x48');
    const folder = path.join(cwd, 'out/clip');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'run.lock'), text());
    expect(await libraryRun(clip, path.join(cwd, 'out'))).toMatchObject({ mode: 'new', run: folder });
    expect(
      readdirSync(folder)
        .filter((name) => !name.startsWith('frame_'))
        .sort(),
    ).toEqual(['metadata.jsonl', 'progress.json', 'run.json']);
  });
});

describe('several processes at once', () => {
  let program = '';
  beforeAll(async () => {
    program = await bundled('racing-run');
  });

  async function race(clips: readonly string[], out: string): Promise<Record<string, unknown>[]> {
    const moment = String(Date.now() + 2000);
    const runs = clips.map((clip) => execa(process.execPath, [program, clip, out, moment]));
    return (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout));
  }

  it('find the lock of a dead process: one works, the result is whole', async () => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 2, '160x120');
    const whole = await libraryRun(clip, path.join(cwd, 'whole'));
    const out = path.join(cwd, 'out');
    const folder = path.join(out, 'clip');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'run.lock'), lockText(deadPid()));
    const outcomes = await race(
      Array.from({ length: EVERY_CASE ? 8 : 3 }, () => clip),
      out,
    );
    expect(outcomes.filter(({ mode }) => mode === 'new')).toHaveLength(1);
    // A process that comes when the first one has finished finds the complete run.
    for (const outcome of outcomes.filter(({ mode }) => mode !== 'new')) {
      if (outcome.mode !== 'reused') expect(outcome).toMatchObject({ code: 'run_locked', exitCode: 1 });
    }
    expect(readdirSync(out)).toEqual(['clip']);
    expect(runState(folder)).toEqual(runState(whole.run));
  });

  it('with different sources of one name get a folder each', async () => {
    const cwd = temporaryFolder();
    const clips = await Promise.all(
      casesOf([0.2, 0.24, 0.28, 0.32], 2).map(async (seconds, i) => {
        mkdirSync(path.join(cwd, `${i}`));
        return alternatingClip(path.join(cwd, `${i}`), 'clip.mp4', seconds, '64x48');
      }),
    );
    const out = path.join(cwd, 'out');
    const outcomes = await race(clips, out);
    expect(outcomes.map(({ mode }) => mode)).toEqual(clips.map(() => 'new'));
    expect(readdirSync(out).sort()).toEqual(['clip', 'clip-2', 'clip-3', 'clip-4'].slice(0, clips.length));
  });
});
