import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunDetail, RunLog, RunSummary } from '../../src/contract/http.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { folderId } from '../../src/server/runs/run-ids.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { analyzeHere } from '../support/in-process.ts';
import { libraryRun } from '../support/library-run.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { expectNoProcessLeft } from '../support/processes.ts';
import { temporaryFolder } from '../support/project.ts';
import { runState } from '../support/run-state.ts';
import { askRun, call, tapEvents, testServer, untilState } from '../support/server.ts';
import { startSession } from '../support/session.ts';

expectNoProcessLeft();
afterEach(() => void vi.unstubAllEnvs());

/** A server with one clip of three seconds in its folder. */
async function withClip(options: Record<string, unknown> = {}) {
  const folder = temporaryFolder();
  const clip = path.join(folder, 'clip.mp4');
  await copyFile(await makeClip('cfr.mp4', ...scenesInput(), ...h264(12)), clip);
  return { server: await testServer(folder, options), folder, clip };
}

const LONG_FRAMES = 200;

/** A server with a clip on which it works for some seconds, until it is told to be fast. */
async function withLongClip(options: Record<string, unknown> = {}, speed = 1.25) {
  const folder = temporaryFolder();
  const clip = await alternatingClip(folder, 'long.mp4', LONG_FRAMES / 25, '160x90');
  const { program, release } = pacedFfmpeg(folder, speed);
  vi.stubEnv('FFMPEG_PATH', program);
  return { server: await testServer(folder, options), folder, clip, release };
}
const LONG = { method: 'all', png: true, workers: 1 };

const listed = async (server: Awaited<ReturnType<typeof testServer>>) =>
  (await call<{ runs: RunSummary[] }>(server, 'GET', '/runs')).body.runs;

describe('a run', () => {
  it('works in a process of its own, tells what happens and leaves what the command line leaves', async () => {
    const { server, folder, clip } = await withClip();
    const tap = await tapEvents(server);
    const queued = await askRun(server, clip, { method: 'all' });
    expect(queued).toMatchObject({ name: 'clip', input: clip, options: { method: 'all' }, here: true });
    const done = await untilState(server, queued.id);
    expect(done).toMatchObject({
      id: queued.id,
      state: 'done',
      folder: path.join(server.workspace, 'clip'),
      counts: { processed: 75, kept: 75 },
      total: 75,
      error: null,
      here: false,
      all_options: { method: 'all', interval: 5, out: server.workspace },
      picture_size: { width: 160, height: 120 },
      quality_weights: [30, 20, 20, 10, 20],
    });
    expect(done.sample).toHaveLength(3);
    expect(done.picture_key).toMatch(/^[0-9a-f]{16}$/);
    await tap.until((event) => event.type === 'run' && event.run.state === 'done');
    const told = tap.events.map(({ event }) => event);
    const kinds = told.flatMap((event) => (event.type === 'run-event' ? [event.event.event] : []));
    expect(kinds).toEqual(expect.arrayContaining(['start', 'stage', 'progress', 'done']));
    expect(kinds).not.toContain('frame');
    expect(told.flatMap((event) => (event.type === 'records' ? [event.rows] : [])).at(-1)).toBe(75);
    const states = told.flatMap((event) => (event.type === 'run' ? [event.run.state] : []));
    expect([states[0], states.at(-1)]).toEqual(['running', 'done']);
    expect(new Set(told.flatMap((event) => ('id' in event ? [event.id] : [])))).toEqual(new Set([queued.id]));

    await analyzeHere(folder, clip, '--method', 'all');
    expect(runState(path.join(folder, 'downloads/clip'))).toEqual(runState(path.join(folder, 'out/clip')));
    const byFolder = await call<RunDetail>(server, 'GET', `/runs/${folderId(done.folder ?? '')}`);
    expect(byFolder.body.id).toBe(queued.id);
    const log = await call<RunLog>(server, 'GET', `/runs/${queued.id}/log`);
    expect(log.body).toMatchObject({ stage: 'finish', progress: { done: 75 } });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['an option that does not exist', { methd: 'all' }, 'unknown_option', 'methd'],
    ['a value out of range', { jpgQuality: 101 }, 'invalid_option', '--jpg-quality must be'],
    ['a value of the wrong type', { png: 'yes' }, 'invalid_option', '--png must be'],
    ['options that contradict each other', { start: 5, end: 3 }, 'usage', '--start 5 is not before --end 3'],
  ])('is refused for %s', async (_, options, code, message) => {
    const { server, clip } = await withClip();
    const { status, body } = await call(server, 'POST', '/runs', { input: clip, options });
    expect([status, body]).toEqual([400, { error: expect.objectContaining({ code }) }]);
    expect(JSON.stringify(body)).toContain(message);
    expect(await listed(server)).toEqual([]);
  });

  it('is refused for an input that cannot work', async () => {
    const { server, folder } = await withClip();
    writeFileSync(path.join(folder, 'empty.mp4'), '');
    const refused: [string, number, string][] = [
      ['/etc/passwd', 403, 'path_refused'],
      [path.join(folder, '../../etc/passwd'), 403, 'path_refused'],
      [path.join(folder, 'no.mp4'), 422, 'input_missing'],
      [path.join(folder, 'empty.mp4'), 422, 'input_empty'],
      [folder, 422, 'input_folder_empty'],
      ['ftp://example.com/clip.mp4', 422, 'url_refused'],
      ['http://127.0.0.1:9/clip.mp4', 422, 'url_private'],
    ];
    for (const [input, status, code] of refused) {
      const answer = await call(server, 'POST', '/runs', { input, options: {} });
      expect([answer.status, answer.body], input).toEqual([
        status,
        { error: expect.objectContaining({ code }) },
      ]);
    }
    expect(await listed(server)).toEqual([]);
  });

  it('writes below the workspace, whatever it is told', async () => {
    const { server, folder, clip } = await withClip();
    const { id } = await askRun(server, clip, { out: path.join(folder, 'elsewhere') });
    expect((await untilState(server, id)).folder).toBe(path.join(server.workspace, 'clip'));
    expect(existsSync(path.join(folder, 'elsewhere'))).toBe(false);
  });

  it('that fails says why, and can be deleted and taken back', async () => {
    const { server, folder } = await withClip();
    const file = path.join(folder, 'text.mp4');
    writeFileSync(file, 'this is no video'.repeat(100));
    const { id } = await askRun(server, file);
    const failed = await untilState(server, id);
    expect(failed).toMatchObject({ state: 'failed', folder: null, error: { code: 'input_not_video' } });
    const log = await call<RunLog>(server, 'GET', `/runs/${id}/log`);
    expect(log.body.lines.at(-1)).toMatchObject({ level: 'error', message: failed.error?.message });
    const { body } = await call<{ trash_id: string }>(server, 'DELETE', `/runs/${id}`);
    expect(await listed(server)).toEqual([]);
    const restored = await call<RunSummary>(server, 'POST', `/trash/${body.trash_id}/restore`);
    expect(restored.body).toMatchObject({ id, state: 'failed', error: { code: 'input_not_video' } });
  });

  it.runIf(EVERY_CASE)('whose process dies fails alone: the server and the other run live on', async () => {
    const { server, clip, folder, release } = await withLongClip({ concurrency: 2 });
    const other = path.join(folder, 'other.mp4');
    await copyFile(clip, other);
    const tap = await tapEvents(server);
    const doomed = await askRun(server, clip, LONG);
    const fine = await askRun(server, other, { ...LONG, end: 2 });
    await tap.until((event) => event.type === 'records' && event.id === doomed.id);
    const pid = Number(/run (\w+) of .*long\.mp4: process (\d+)/.exec(server.logged.join('\n'))?.[2]);
    process.kill(pid, 'SIGKILL');
    const failed = await untilState(server, doomed.id);
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'run_crashed', message: 'The process of the run ended unexpectedly (signal SIGKILL)' },
    });
    expect(await untilState(server, fine.id)).toMatchObject({ state: 'done' });
    release();
    const resumed = await call<RunSummary>(server, 'POST', `/runs/${doomed.id}/resume`);
    expect(resumed.body).toMatchObject({ id: doomed.id, error: null, here: true });
    expect(await untilState(server, doomed.id)).toMatchObject({
      state: 'done',
      counts: { processed: LONG_FRAMES },
    });
  });
});

describe('the queue', () => {
  it('works one by one, shows the places, and lets waiting ones be cancelled', async () => {
    const { server, folder, clip, release } = await withLongClip();
    const clips = ['b.mp4', 'c.mp4'].map((name) => path.join(folder, name));
    for (const copy of clips) await copyFile(clip, copy);
    const first = await askRun(server, clip, LONG);
    const [second, third] = [await askRun(server, clips[0] ?? ''), await askRun(server, clips[1] ?? '')];
    expect([first.state, second.queue_place, third.queue_place]).toEqual(['running', 1, 2]);
    const cancelled = await call<RunSummary>(server, 'POST', `/runs/${second.id}/cancel`);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', queue_place: null });
    expect((await call<RunDetail>(server, 'GET', `/runs/${third.id}`)).body.queue_place).toBe(1);
    release();
    await call(server, 'POST', `/runs/${first.id}/cancel`);
    expect(await untilState(server, first.id)).toMatchObject({ state: 'cancelled' });
    expect(await untilState(server, third.id)).toMatchObject({ state: 'done', queue_place: null });
    expect(await untilState(server, second.id)).toMatchObject({ state: 'cancelled', folder: null });
  });

  it('a run that was cancelled is continued, and ends as if it never had been', async () => {
    const { server, folder, clip, release } = await withLongClip();
    const tap = await tapEvents(server);
    const { id } = await askRun(server, clip, LONG);
    await tap.until((event) => event.type === 'records' && event.rows > 20);
    await call(server, 'POST', `/runs/${id}/cancel`);
    const cancelled = await untilState(server, id);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.counts?.processed).toBeLessThan(LONG_FRAMES);
    const twice = await call(server, 'POST', `/runs/${id}/cancel`);
    expect([twice.status, twice.body]).toEqual([
      409,
      { error: expect.objectContaining({ code: 'run_busy' }) },
    ]);
    release();
    await call(server, 'POST', `/runs/${id}/resume`);
    const busy = await call(server, 'POST', `/runs/${id}/resume`);
    expect(busy.status).toBe(409);
    expect(await untilState(server, id)).toMatchObject({ id, state: 'done' });
    await analyzeHere(folder, clip, '--method', 'all', '--png');
    expect(runState(cancelled.folder ?? '')).toEqual(runState(path.join(folder, 'out/long')));
  });

  it.runIf(EVERY_CASE)(
    'the same run again is the same run; with other options the old folder is kept and found',
    async () => {
      const { server, clip } = await withClip();
      const first = await untilState(server, (await askRun(server, clip)).id);
      const again = await untilState(server, (await askRun(server, clip)).id);
      expect(again.folder).toBe(first.folder);
      expect((await listed(server)).map(({ id }) => id)).toEqual([again.id]);
      expect((await call<RunDetail>(server, 'GET', `/runs/${first.id}`)).body.id).toBe(again.id);
      const other = await untilState(server, (await askRun(server, clip, { png: true })).id);
      expect(other.folder).toBe(first.folder);
      const aside = await call<RunDetail>(server, 'GET', `/runs/${again.id}`);
      expect(aside.body.folder).toMatch(/clip_\d{8}_\d{6}$/);
      expect(aside.body.picture_key).not.toBe(other.picture_key);
      expect(await listed(server)).toHaveLength(2);
    },
  );

  it.runIf(EVERY_CASE)(
    'goes on with a run in the folder that it has, not in that of its namesake',
    async () => {
      const { server, clip, release } = await withLongClip();
      const tap = await tapEvents(server);
      const first = await askRun(server, clip, LONG);
      await tap.until((event) => event.type === 'records' && event.id === first.id && event.rows > 5);
      await call(server, 'POST', `/runs/${first.id}/cancel`);
      await untilState(server, first.id);
      release();
      const second = await untilState(server, (await askRun(server, clip)).id);
      expect(second.folder).toBe(path.join(server.workspace, 'long'));
      await call(server, 'POST', `/runs/${first.id}/resume`);
      const resumed = await untilState(server, first.id);
      expect(resumed).toMatchObject({
        state: 'done',
        counts: { processed: LONG_FRAMES },
        options: { method: 'all' },
      });
      expect(resumed.folder).toMatch(/long_\d{8}_\d{6}$/);
      expect(await untilState(server, second.id)).toMatchObject({ folder: second.folder, state: 'done' });
      expect(await listed(server)).toHaveLength(2);
    },
  );
});

describe('runs of the command line', () => {
  it('show up while they work, with their records, and cannot be stopped or deleted here', async () => {
    const { server, folder, clip } = await withLongClip({}, 2);
    const tap = await tapEvents(server);
    const args = ['analyze', clip, '--method', 'all', '--png', '--workers', '1', '--out', server.workspace];
    const session = startSession(args, { cwd: folder });
    await session.reported(5);
    const id = folderId(path.join(server.workspace, 'long'));
    expect(await untilState(server, id, ['running'])).toMatchObject({ here: false, input: clip });
    for (const [method, route] of [
      ['POST', `/runs/${id}/cancel`],
      ['DELETE', `/runs/${id}`],
      ['POST', `/runs/${id}/resume`],
    ] as const) {
      const { status, body } = await call(server, method, route);
      expect([status, body], route).toEqual([409, { error: expect.objectContaining({ code: 'run_busy' }) }]);
    }
    await tap.until((event) => event.type === 'run' && event.run.id === id && event.run.state === 'running');
    await session.end;
    await tap.until((event) => event.type === 'run' && event.run.id === id && event.run.state === 'done');
    await tap.until((event) => event.type === 'records' && event.id === id && event.rows === LONG_FRAMES);
  });

  it.runIf(EVERY_CASE)('that were interrupted can be continued here', async () => {
    const { server, folder, clip, release } = await withLongClip();
    const args = ['analyze', clip, '--method', 'all', '--png', '--workers', '1', '--out', server.workspace];
    const session = startSession(args, { cwd: folder });
    await session.reported(20);
    session.child.kill('SIGKILL');
    await session.end;
    const id = folderId(path.join(server.workspace, 'long'));
    expect(await untilState(server, id)).toMatchObject({ state: 'interrupted', here: false });
    release();
    const resumed = await call<RunSummary>(server, 'POST', `/runs/${id}/resume`);
    expect(resumed.body).toMatchObject({ id, here: true, options: { method: 'all', png: true } });
    expect(await untilState(server, id)).toMatchObject({
      id,
      state: 'done',
      counts: { processed: LONG_FRAMES },
    });
    expect(await listed(server)).toHaveLength(1);
  });

  it('whose video is gone say so, and cannot be continued', async () => {
    const { server, folder, clip } = await withClip();
    await libraryRun(clip, server.workspace);
    const [run] = await listed(server);
    expect(run).toMatchObject({ state: 'done', source_missing: false });
    renameSync(clip, path.join(folder, 'moved.mp4'));
    const id = run?.id ?? '';
    const { status, body } = await call(server, 'POST', `/runs/${id}/resume`);
    expect([status, body]).toEqual([422, { error: expect.objectContaining({ code: 'input_missing' }) }]);
  });
});

describe('deleting a run', () => {
  it('moves it to the trash; restoring brings it back under its id', async () => {
    const { server, clip } = await withClip();
    const tap = await tapEvents(server);
    const { id, folder } = await untilState(server, (await askRun(server, clip)).id);
    const before = runState(folder ?? '');
    const trashed = await call<{ trash_id: string; path: string }>(server, 'DELETE', `/runs/${id}`);
    expect(trashed.body.path).toMatch(/downloads\/\.framesift\/trash\/clip_\d{8}_\d{6}$/);
    expect(runState(trashed.body.path)).toEqual(before);
    expect(existsSync(folder ?? '')).toBe(false);
    expect(await listed(server)).toEqual([]);
    await tap.until((event) => event.type === 'run-removed' && event.id === id);
    for (const route of [`/runs/${id}`, `/runs/${id}/log`])
      expect((await call(server, 'GET', route)).status).toBe(404);
    expect((await call(server, 'DELETE', `/runs/${id}`)).status).toBe(404);
    const restored = await call<RunSummary>(server, 'POST', `/trash/${trashed.body.trash_id}/restore`);
    expect(restored.body).toMatchObject({ id, folder, state: 'done' });
    expect(runState(folder ?? '')).toEqual(before);
    expect((await call(server, 'POST', `/trash/${trashed.body.trash_id}/restore`)).status).toBe(404);
  });

  it('is not possible while it works or waits', async () => {
    const { server, clip } = await withLongClip();
    const { id } = await askRun(server, clip, LONG);
    const { status, body } = await call(server, 'DELETE', `/runs/${id}`);
    expect([status, body]).toEqual([409, { error: expect.objectContaining({ code: 'run_busy' }) }]);
    await call(server, 'POST', `/runs/${id}/cancel`);
    await untilState(server, id);
    expect((await call(server, 'DELETE', `/runs/${id}`)).status).toBe(200);
  });

  it('a folder that a person removes is gone from the list', async () => {
    const { server, clip } = await withClip();
    const tap = await tapEvents(server);
    const { id, folder } = await untilState(server, (await askRun(server, clip)).id);
    renameSync(folder ?? '', path.join(server.folder, 'taken away'));
    await tap.until((event) => event.type === 'run-removed' && event.id === id);
    await sleep(10);
    expect((await call(server, 'GET', `/runs/${id}`)).status).toBe(404);
  });
});
