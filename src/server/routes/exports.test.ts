import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../contract/app-error.ts';
import { type ExportStatus, exportPlanSchema, exportStatusSchema } from '../../contract/http.ts';
import type { FrameRecord } from '../../contract/record.ts';
import { droppedRecord, madeRunFolder, realPicture } from '../../export/run.fixture.ts';
import { madeRecord } from '../../select/record.fixture.ts';
import { AllowedRoots } from '../allowed-roots.ts';
import { EventHub } from '../event-hub.ts';
import type { ExportContext } from '../exports/export-jobs.ts';
import { answerError } from '../http-app.ts';
import { exportsRoutes } from './exports.ts';

const RUN = '0123456789abcdef';
const RECORDS: readonly FrameRecord[] = [
  ...Array.from({ length: 6 }, (_, number) =>
    madeRecord(number, { sharpness_score: number * 10, quality_score: null }),
  ),
  droppedRecord(6),
];

/** The routes over one made run. */
async function served(records = RECORDS) {
  const folder = await madeRunFolder(records, realPicture);
  const parent = dirname(folder);
  const controller = new AbortController();
  const hub = new EventHub();
  const events: ExportStatus[] = [];
  const opened: string[] = [];
  hub.listen(({ event }) => {
    if (event.type === 'export') events.push(event.export);
  });
  const context: ExportContext = {
    hub,
    runs: {
      folderOf: async (id) => {
        if (id !== RUN) throw new AppError('not_found', { what: 'such run' });
        return folder;
      },
    },
    roots: new AllowedRoots([{ name: 'Workspace', path: parent }]),
    programs: () => Promise.reject(new AppError('ffmpeg_missing', { program: 'ffmpeg', install: '' })),
    log: () => undefined,
    signal: controller.signal,
    unfinished: new Set(),
  };
  const routes = exportsRoutes(context, async (path) => opened.push(path)).onError((thrown, c) =>
    answerError(c, thrown),
  );
  const post = (path: string, body: unknown = {}) =>
    routes.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const start = async (given: object = {}) => {
    const answer = await post(`/runs/${RUN}/export`, { criteria: {}, options: {}, to: null, ...given });
    return exportStatusSchema.parse(await answer.json());
  };
  const ended = async (id: string): Promise<ExportStatus> => {
    for (;;) {
      const status = exportStatusSchema.parse(await (await routes.request(`/exports/${id}`)).json());
      if (status.state !== 'running') return status;
      await sleep(10);
    }
  };
  return { folder, parent, controller, context, events, opened, routes, post, start, ended };
}

const errorCode = async (answer: Response) => {
  const body: { error?: { code?: string } } = JSON.parse(await answer.text());
  return [answer.status, body.error?.code];
};

describe('routes of exports', () => {
  it('plan and then export the frames that pass, with the verdicts of review.json', async () => {
    const { folder, post, start, ended, events } = await served();
    await writeFile(
      join(folder, 'review.json'),
      JSON.stringify({ schema_version: 1, pinned: [0], rejected: [4] }),
    );
    const body = { criteria: { minSharpness: 30 }, options: { format: 'webp', sidecar: 'csv' }, to: null };
    const plan = exportPlanSchema.parse(await (await post(`/runs/${RUN}/export/plan`, body)).json());
    expect(plan).toMatchObject({
      frames: 3,
      first_frames: [0, 3, 5],
      extra_files: ['metadata.csv', 'manifest.json'],
    });
    const begun = await start(body);
    expect(begun).toMatchObject({ run: RUN, state: 'running', folder: null, total: 3 });
    expect(begun.id).toMatch(/^[0-9a-f]{16}$/);
    const status = await ended(begun.id);
    expect(status).toMatchObject({ state: 'done', done: 3, total: 3, stage: 'pictures', error: null });
    expect((await readdir(status.folder ?? '')).sort()).toEqual(
      [...plan.extra_files, ...plan.first_names].sort(),
    );
    expect(events.at(0)).toMatchObject({ id: begun.id, state: 'running' });
    expect(events.at(-1)).toEqual(status);
  });

  it('put the export below another folder that the page may see, and nowhere else', async () => {
    const { parent, start, ended, post } = await served();
    await mkdir(join(parent, 'chosen'));
    await symlink('/', join(parent, 'way-out'));
    const { folder } = await ended((await start({ to: join(parent, 'chosen') })).id);
    expect(dirname(folder ?? '')).toBe(join(parent, 'chosen'));
    for (const to of [
      '/',
      dirname(parent),
      join(parent, '..', 'x'),
      join(parent, 'way-out', 'tmp'),
      'relative',
    ]) {
      for (const path of [`/runs/${RUN}/export`, `/runs/${RUN}/export/plan`]) {
        const answer = await post(path, { criteria: {}, options: {}, to });
        expect(await errorCode(answer)).toEqual([403, 'path_refused']);
      }
    }
    const inside = await post(`/runs/${RUN}/export`, { criteria: {}, options: { to: '/tmp/x' }, to: null });
    expect(await errorCode(inside)).toEqual([400, 'request_invalid']);
  });

  it.each([
    [{ criteria: { minQuality: 101 }, options: {}, to: null }, 400, 'invalid_option'],
    [{ criteria: {}, options: { name: 'all-the-same' }, to: null }, 400, 'invalid_option'],
    [{ criteria: {}, options: { fromat: 'jpg' }, to: null }, 400, 'unknown_option'],
    [{ criteria: { minQuality: 9, minSharpness: 9 }, options: {}, to: null }, 400, 'usage'],
    [{ criteria: {}, options: {} }, 400, 'request_invalid'],
  ])('refuse %j', async (body, status, code) => {
    const { post } = await served();
    expect(await errorCode(await post(`/runs/${RUN}/export`, body))).toEqual([status, code]);
    expect(await errorCode(await post(`/runs/${RUN}/export/plan`, body))).toEqual([status, code]);
  });

  it('know nothing of other runs and exports, and open only folders of finished ones', async () => {
    const { post, routes, start, ended, opened } = await served();
    const body = { criteria: {}, options: {}, to: null };
    const other = 'fedcba9876543210';
    expect(await errorCode(await post(`/runs/${other}/export`, body))).toEqual([404, 'not_found']);
    expect(await errorCode(await routes.request(`/exports/${other}`))).toEqual([404, 'not_found']);
    for (const action of ['cancel', 'open']) {
      expect(await errorCode(await post(`/exports/${other}/${action}`))).toEqual([404, 'not_found']);
    }
    expect((await post('/exports/..%2f..%2fetc/open')).status).toBe(400);
    const { id } = await start();
    const { folder } = await ended(id);
    const answer = await post(`/exports/${id}/open`);
    expect(await answer.json()).toEqual({ folder });
    expect(opened).toEqual([folder]);
  });

  it('tell why an export failed', async () => {
    const { folder, start, ended, post } = await served();
    await rm(join(folder, 'frame_000003.jpg'));
    const { id } = await start();
    const status = await ended(id);
    expect(status).toMatchObject({ state: 'failed', folder: null, error: { code: 'picture_missing' } });
    expect(status.error?.hint).not.toBe('');
    expect(await errorCode(await post(`/exports/${id}/open`))).toEqual([404, 'not_found']);
  });

  it('name pinned frames whose video is gone', async () => {
    const { folder, start, ended, post } = await served();
    const review = JSON.stringify({ schema_version: 1, pinned: [6], rejected: [] });
    await writeFile(join(folder, 'review.json'), review);
    const planned = await post(`/runs/${RUN}/export/plan`, { criteria: {}, options: {}, to: null });
    expect(await planned.json()).toMatchObject({
      frames: 6,
      from_video: 0,
      warnings: [expect.stringContaining(': 6 (')],
    });
    const status = await ended((await start()).id);
    expect(status).toMatchObject({ state: 'done', warnings: [expect.stringContaining('not copied: 6 (')] });
  });

  it('stop an export that is cancelled, and all of them with the server, leaving nothing behind', async () => {
    const records = Array.from({ length: 200 }, (_, number) => madeRecord(number));
    const { parent, start, ended, post, controller, context } = await served(records);
    const options = { format: 'avif' };
    const first = await start({ options });
    const others = [await start({ options }), await start({ options })];
    const cancelled = await post(`/exports/${first.id}/cancel`);
    expect(cancelled.status).toBe(200);
    expect(await ended(first.id)).toMatchObject({ state: 'cancelled', folder: null, error: null });
    controller.abort();
    await Promise.all(context.unfinished ?? []);
    for (const { id } of others) expect(await ended(id)).toMatchObject({ state: 'cancelled' });
    expect(await readdir(parent)).toEqual(['clip']);
  });

  it('see marks and records that changed since the last plan', async () => {
    const { folder, post } = await served();
    const frames = async () => {
      const answer = await post(`/runs/${RUN}/export/plan`, { criteria: {}, options: {}, to: null });
      return exportPlanSchema.parse(await answer.json()).frames;
    };
    expect(await frames()).toBe(6);
    await writeFile(join(folder, 'review.json'), '{"schema_version":1,"pinned":[],"rejected":[1,2]}');
    expect(await frames()).toBe(4);
    const text = await readFile(join(folder, 'metadata.jsonl'), 'utf8');
    await writeFile(join(folder, 'metadata.jsonl'), text.split('\n').slice(0, 4).join('\n'));
    expect(await frames()).toBe(2);
  });

  it('tell progress a few times a second, and every end of a stage', async () => {
    const records = Array.from({ length: 100 }, (_, number) => madeRecord(number));
    const { start, ended, events } = await served(records);
    const { id } = await start({ options: { contactSheet: 'jpg' } });
    expect(await ended(id)).toMatchObject({ state: 'done', stage: 'contact-sheet', done: 100, total: 100 });
    expect(events.length).toBeLessThan(60);
    expect(events).toEqual(
      expect.arrayContaining([expect.objectContaining({ stage: 'pictures', done: 100, total: 100 })]),
    );
  });
});
