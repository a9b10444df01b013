import { mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { cp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HttpError, RunSummary } from '../../src/contract/http.ts';
import type { FrameRecord } from '../../src/contract/record.ts';
import type { SubjectAnswer, SubjectPreview } from '../../src/contract/subject-http.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { folderId } from '../../src/server/runs/run-ids.ts';
import { onlyModelsIn } from '../support/face-packs.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { madeUpSam2 } from '../support/sam2-models.ts';
import { type Access, askRun, call, testServer, untilState } from '../support/server.ts';
import { middleOf, type SquareName, SUBJECT_CLIP, squareAt, subjectClip } from '../support/squares-clip.ts';

afterEach(() => void vi.unstubAllEnvs());

const { width, height } = SUBJECT_CLIP;

/** What every run starts from, and a run that was made of it before any server is started: nobody may change them. */
let shared = '';
let clip = '';
let model = '';
beforeAll(async () => {
  shared = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  model = madeUpSam2(shared);
  clip = await subjectClip(shared);
  await libraryRun(clip, path.join(shared, 'downloads'), maskOptions());
});
afterAll(() => rm(shared, { recursive: true, force: true }));

const maskOptions = () => ({
  ...{ method: 'interval', interval: 0.2 },
  ...{ enableSubjectMask: true, sam2WeightsPath: model },
});

/** A run of the squares, every fifth frame of it, in a server of its own; made by the server, or a copy of the one above. */
async function maskRun({ byServer = false } = {}) {
  const folder = temporaryFolder();
  onlyModelsIn(path.join(folder, 'no-models'));
  if (!byServer)
    await cp(path.join(shared, 'downloads'), path.join(folder, 'downloads'), {
      ...{ recursive: true, preserveTimestamps: true },
    });
  const server = await testServer(folder, { root: [folder, shared] });
  const { runs } = (await call<{ runs: RunSummary[] }>(server, 'GET', '/runs')).body;
  const id = byServer ? (await askRun(server, clip, maskOptions())).id : (runs[0]?.id ?? '');
  const run = await untilState(server, id);
  expect([run.state, run.error]).toEqual(['done', null]);
  return { server, id: run.id, folder: run.folder ?? '' };
}

async function recordLines(folder: string): Promise<string[]> {
  return (await readFile(path.join(folder, 'metadata.jsonl'), 'utf8')).trimEnd().split('\n');
}

const recordsOf = async (folder: string): Promise<FrameRecord[]> =>
  (await recordLines(folder)).map((line) => JSON.parse(line));

/** How well a mask is a square: intersection over union. */
async function overlap(png: Buffer, name: SquareName, frame: number): Promise<number> {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([width, height, 1]);
  const [left, top, right, bottom] = squareAt(name, frame);
  let [both, either] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = x >= left && x < right && y >= top && y < bottom;
      const marked = (data[y * width + x] ?? 0) > 0;
      if (inside && marked) both++;
      if (inside || marked) either++;
    }
  }
  return both / either;
}

const on = (frame: number, name: SquareName) => ({
  frame_number: frame,
  box: null,
  points: [middleOf(name, frame)],
  labels: [1],
});

const preview = (server: Access, id: string, body: unknown) =>
  call<SubjectPreview & Partial<HttpError>>(server, 'POST', `/runs/${id}/subject/preview`, body);
const put = (server: Access, id: string, prompts: readonly unknown[]) =>
  call<SubjectAnswer & Partial<HttpError>>(server, 'PUT', `/runs/${id}/subject`, { prompts });
const codeOf = ({ status, body }: { status: number; body: Partial<HttpError> }) => [status, body.error?.code];

describe('a preview', () => {
  it('is the mask of what is pointed at, on any frame, and stores nothing', async () => {
    const { server, id, folder } = await maskRun();
    const before = await recordLines(folder);
    for (const [frame, name] of [
      [4, 'blue'],
      [4, 'red'],
      [31, 'blue'], // not looked at by the run
    ] as const) {
      const { status, body } = await preview(server, id, on(frame, name));
      expect(status).toBe(200);
      expect(body).toMatchObject({ frame_number: frame, width, height });
      expect(body.score).toBeGreaterThan(0);
      const iou = await overlap(Buffer.from(body.mask ?? '', 'base64'), name, frame);
      expect(iou, `${name} on frame ${frame}`).toBeGreaterThan(0.85);
      expect(body.area_pct).toBeCloseTo((100 * SUBJECT_CLIP.side ** 2) / (width * height), 0);
    }
    // A box says as much, and a point beside the subject takes away.
    const boxed = await preview(server, id, {
      ...on(4, 'red'),
      box: squareAt('red', 4),
      points: [],
      labels: [],
    });
    expect(await overlap(Buffer.from(boxed.body.mask ?? '', 'base64'), 'red', 4)).toBeGreaterThan(0.85);
    const nothing = { ...on(4, 'red'), points: [middleOf('red', 4), middleOf('red', 4)], labels: [1, 0] };
    expect((await preview(server, id, nothing)).body).toMatchObject({ mask: null, area_pct: 0 });
    expect(await recordLines(folder)).toEqual(before);
    expect((await call(server, 'GET', `/runs/${id}/subject`)).body).toEqual({
      model: 'made-up-sam2',
      prompts: [],
    });
    const ready = await call(server, 'POST', `/runs/${id}/subject/prepare`, { frame_number: 7 });
    expect(ready).toMatchObject({ status: 200, body: { frame_number: 7, width, height } });
  }, 60_000);

  it('refuses what lies outside, and says what is missing', async () => {
    const { server, id, folder } = await maskRun();
    const outside = [
      { ...on(4, 'red'), frame_number: 40 },
      { ...on(4, 'red'), points: [[321, 5]] },
      { ...on(4, 'red'), points: [[-1, 5]] },
      { ...on(4, 'red'), box: [10, 10, 10, 50] },
      { ...on(4, 'red'), points: [], labels: [] },
    ];
    for (const body of outside) {
      expect(codeOf(await preview(server, id, body)), JSON.stringify(body)).toEqual([
        400,
        'subject_prompt_outside',
      ]);
      const wish = { ...body, scope: 'shot' };
      expect(codeOf(await put(server, id, [wish]))).toEqual([400, 'subject_prompt_outside']);
    }
    for (const body of [
      { ...on(4, 'red'), labels: [1, 1] },
      { ...on(4, 'red'), labels: [2] },
      { frame_number: 4 },
    ])
      expect(codeOf(await preview(server, id, body))).toEqual([400, 'request_invalid']);
    const twice = [on(4, 'red'), on(4, 'blue')].map((prompt) => ({ ...prompt, scope: 'shot' }));
    expect(codeOf(await put(server, id, twice))).toEqual([400, 'request_invalid']);
    expect(await stat(path.join(folder, 'subject.json')).catch(() => null)).toBeNull();

    const other = await subjectClip(server.folder, 'plain.mp4');
    await libraryRun(other, server.workspace, { method: 'keyframes', png: true });
    const plain = folderId(path.join(server.workspace, 'plain'));
    expect(codeOf(await preview(server, plain, on(4, 'red')))).toEqual([422, 'masks_missing']);
    expect(codeOf(await call(server, 'GET', `/runs/${plain}/subject`))).toEqual([422, 'masks_missing']);
    const decoder = path.join(model, 'mask_decoder.onnx');
    renameSync(decoder, `${decoder}.gone`);
    onTestFinished(() => renameSync(`${decoder}.gone`, decoder));
    expect(codeOf(await preview(server, id, on(4, 'red')))).toEqual([503, 'mask_model_invalid']);
    expect(codeOf(await put(server, id, [{ ...on(4, 'red'), scope: 'shot' }]))).toEqual([
      503,
      'mask_model_invalid',
    ]);
    expect((await call<RunSummary>(server, 'GET', `/runs/${id}`)).body.state).toBe('done');
  }, 60_000);
});

describe('a choice', () => {
  it('changes its shot alone, and taking it back restores what was there', async () => {
    const { server, id, folder } = await maskRun({ byServer: true });
    const before = await recordLines(folder);
    const picture = await stat(path.join(folder, 'frame_000030.jpg'));
    const maskOf = (frame: number) => readFile(path.join(folder, `masks/frame_0000${frame}.png`));
    const first = await maskOf(10);
    const records = await recordsOf(folder);
    expect(new Set(records.map(({ shot_id }) => shot_id))).toEqual(new Set([0, 1]));

    const wish = { ...on(26, 'blue'), scope: 'shot' };
    const [answer, busy] = await Promise.all([put(server, id, [wish]), put(server, id, [])]);
    expect(answer).toMatchObject({ status: 200, body: { prompts: [wish] } });
    expect(codeOf(busy)).toEqual([409, 'run_busy']);
    expect((await untilState(server, id)).state).toBe('done');
    const after = await recordLines(folder);
    expect(after.length).toBe(before.length);
    for (const [i, line] of after.entries()) {
      const record: FrameRecord = JSON.parse(line);
      const { frame_number: n, shot_id } = record;
      if (shot_id === 0) expect(line).toBe(before[i]);
      else {
        expect(record).toMatchObject({ seed_type: 'chosen', mask_empty: false, status: 'kept' });
        expect(await overlap(await maskOf(n), 'blue', n), `frame ${n}`).toBeGreaterThan(0.8);
      }
    }
    expect(await maskOf(10)).toEqual(first);
    expect((await stat(path.join(folder, 'frame_000030.jpg'))).mtimeMs).toBe(picture.mtimeMs);
    expect((await call(server, 'GET', `/runs/${id}/subject`)).body).toMatchObject({ prompts: [wish] });

    expect((await put(server, id, [])).status).toBe(200);
    await untilState(server, id);
    expect(await recordLines(folder)).toEqual(before);
  }, 90_000);

  it.runIf(EVERY_CASE)(
    'for all shots is looked for in each of them',
    async () => {
      const { server, id, folder } = await maskRun();
      for (const name of ['blue', 'red'] as const) {
        expect((await put(server, id, [{ ...on(6, name), scope: 'all' }])).status).toBe(200);
        await untilState(server, id);
        for (const { frame_number: n, mask_path, seed_type } of await recordsOf(folder)) {
          expect(seed_type).toBe(n < SUBJECT_CLIP.cut ? 'chosen' : 'memory');
          const png = await readFile(path.join(folder, mask_path ?? ''));
          expect(await overlap(png, name, n), `${name} on frame ${n}`).toBeGreaterThan(0.8);
        }
      }
    },
    90_000,
  );
});

it('models outside of the folders that may be shown are refused', async () => {
  const outside = temporaryFolder();
  const folder = path.join(temporaryFolder(), 'inside');
  mkdirSync(folder);
  const server = await testServer(folder);
  const clip = await subjectClip(folder);
  const options = { enableSubjectMask: true, sam2WeightsPath: madeUpSam2(outside) };
  const { status, body } = await call<HttpError>(server, 'POST', '/runs', { input: clip, options });
  expect([status, body.error.code]).toEqual([403, 'path_refused']);
});
