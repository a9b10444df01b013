import { mkdtempSync, readFileSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/contract/http.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { analyzeHere } from '../support/in-process.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { temporaryFolder } from '../support/project.ts';
import { progressOf, runState } from '../support/run-state.ts';
import { askRun, call, serve, tapEvents, testServer, untilState } from '../support/server.ts';
import { decodersGone } from '../support/session.ts';

const LONG = { method: 'all', png: true, workers: 1 };

let cwd = '';
let source = '';
let whole: Record<string, string> = {};
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  source = await alternatingClip(cwd, 'long.mp4', 8, '160x90');
  await copyFile(source, path.join(cwd, 'next.mp4'));
  await analyzeHere(cwd, source, '--method', 'all', '--png');
  whole = runState(path.join(cwd, 'out/long'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const serverArgs = () => ['--port', '0', '--root', cwd];

/** A serving program with one run under way and one that waits. */
async function busyServer() {
  const folder = temporaryFolder();
  const server = await serve(folder, serverArgs(), { FFMPEG_PATH: pacedFfmpeg(folder, 1.25).program });
  const tap = await tapEvents(server);
  const running = await askRun(server, source, LONG);
  const waiting = await askRun(server, path.join(cwd, 'next.mp4'), { end: 2 });
  await tap.until((event) => event.type === 'records' && event.rows > 10);
  const jobs = readFileSync(path.join(folder, 'logs/frame_extractor.log'), 'utf8');
  const pid = Number(/: process (\d+)/.exec(jobs)?.[1]);
  return { folder, server, tap, running, waiting, pid };
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isAlive(pid); tries++) await sleep(50);
  return !isAlive(pid);
}

/** Both runs are shown as interrupted by a new server and can be continued. */
async function expectContinued(folder: string, ids: readonly string[]): Promise<void> {
  const server = await testServer(folder, { root: [cwd] });
  const { body } = await call<{ runs: RunSummary[] }>(server, 'GET', '/runs');
  expect(body.runs.map(({ id, state, here }) => [id, state, here]).sort()).toEqual(
    ids.map((id) => [id, 'interrupted', false]).sort(),
  );
  for (const id of ids) expect((await call(server, 'POST', `/runs/${id}/resume`)).status).toBe(200);
  for (const id of ids) expect((await untilState(server, id)).state).toBe('done');
  expect(runState(path.join(folder, 'downloads/long'))).toEqual(whole);
}

describe('a server that is stopped', () => {
  it.runIf(EVERY_CASE)('by SIGTERM ends its runs, saves them and continues them later', async () => {
    const { folder, server, tap, running, waiting, pid } = await busyServer();
    expect(isAlive(pid)).toBe(true);
    server.child.kill('SIGTERM');
    await tap.ended;
    const { code, stderr } = await server.end;
    expect([code, stderr]).toEqual([0, '']);
    expect(isAlive(pid)).toBe(false);
    expect(await decodersGone(source, 1)).toEqual([]);
    expect(progressOf(path.join(folder, 'downloads/long'))).toMatchObject({
      state: 'cancelled',
      error: null,
    });
    await expectContinued(folder, [running.id, waiting.id]);
  });

  it.runIf(EVERY_CASE)('by Ctrl-C in a terminal, which all its processes get, does the same', async () => {
    const { folder, server, running, waiting, pid } = await busyServer();
    // A terminal signals every process of the group.
    process.kill(pid, 'SIGINT');
    server.child.kill('SIGINT');
    expect((await server.end).code).toBe(0);
    await expectContinued(folder, [running.id, waiting.id]);
  });

  it('by a kill leaves no process behind, and continues later', async () => {
    const { folder, server, running, waiting, pid } = await busyServer();
    server.child.kill('SIGKILL');
    await server.end;
    expect(await gone(pid)).toBe(true);
    expect(await decodersGone(source, 1)).toEqual([]);
    expect(progressOf(path.join(folder, 'downloads/long'))).toMatchObject({
      state: 'cancelled',
      error: null,
    });
    await expectContinued(folder, [running.id, waiting.id]);
  });

  it.runIf(EVERY_CASE)('while a run hangs kills it after a while', async () => {
    const { server, pid } = await busyServer();
    process.kill(pid, 'SIGSTOP');
    const begin = performance.now();
    server.child.kill('SIGTERM');
    expect((await server.end).code).toBe(0);
    expect(performance.now() - begin).toBeLessThan(15_000);
    expect(await gone(pid)).toBe(true);
    expect(await decodersGone(source, 3)).toEqual([]);
  });
});

it.runIf(EVERY_CASE)(
  'what has ended stays known: states, errors and ids of runs without a folder',
  async () => {
    const folder = temporaryFolder();
    const clip = await alternatingClip(folder, 'clip.mp4', 2);
    const text = path.join(folder, 'text.mp4');
    await copyFile(new URL(import.meta.url), text);
    const first = await serve(folder);
    const done = await untilState(first, (await askRun(first, clip)).id);
    const failed = await untilState(first, (await askRun(first, text)).id);
    expect(failed.state).toBe('failed');
    first.child.kill('SIGTERM');
    await first.end;
    const second = await testServer(folder);
    expect(await untilState(second, done.id)).toMatchObject({ state: 'done', folder: done.folder });
    expect(await untilState(second, failed.id)).toMatchObject({ state: 'failed', error: failed.error });
  },
);
