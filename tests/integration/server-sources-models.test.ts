import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ServerEvent } from '../../src/contract/http.ts';
import { type ModelPack, modelPackSchema, modelsAnswerSchema } from '../../src/contract/model-http.ts';
import type { PackManifest } from '../../src/faces/packs/pack-manifest.ts';
import { fileServer } from '../../src/inference/download/file-server.fixture.ts';
import { KNOWN_MASK_MODELS, knownMaskModel } from '../../src/subject/packs/known-mask-models.ts';
import { declaredSam2 } from '../../src/subject/packs/made-sam2.fixture.ts';
import { madeUpPack, onlyModelsIn, placePack, serveRegistry } from '../support/face-packs.ts';
import { temporaryFolder } from '../support/project.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

afterEach(() => void vi.unstubAllEnvs());

const withPacks = (...packs: readonly PackManifest[]) => sourceRoutes({}, [], packs);

async function list({ request }: SourceRoutes): Promise<readonly ModelPack[]> {
  return modelsAnswerSchema.parse(await (await request('/models')).json()).models;
}

const post = ({ request }: SourceRoutes, route: string, body: unknown = {}) =>
  request(route, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const toldOf = ({ events }: Pick<SourceRoutes, 'events'>) =>
  events.flatMap((event: ServerEvent) => (event.type === 'model' ? [event.model] : []));

/** The pack as the last event told it, once its download has ended. */
async function ended(routes: SourceRoutes): Promise<ModelPack> {
  const last = () => toldOf(routes).at(-1);
  await expect.poll(() => last()?.download?.state ?? 'running', { timeout: 10_000 }).not.toBe('running');
  return modelPackSchema.parse(last());
}

describe('models', () => {
  it('are listed with what is here of them, size, source and terms', async () => {
    const folder = temporaryFolder();
    onlyModelsIn(folder);
    const routes = sourceRoutes();
    const [first, ...others] = await list(routes);
    expect(first).toMatchObject({
      ...{ name: 'faceplugin', state: 'missing', download: null },
      missing: ['fr_detect.onnx', 'fr_landmark.onnx', 'fr_feature.onnx'],
      ...{ bytes: 1_217_758 + 1_163_742 + 4_884_269 + 207_130, download_bytes: 41_114_878 },
      source: 'npm faceplugin-face-recognition-js@0.0.1',
      licence: { acceptance: null, accepted: true },
    });
    expect(others.find(({ name }) => name === 'buffalo_s')?.licence).toMatchObject({
      ...{ acceptance: 'insightface-noncommercial', accepted: false },
      url: expect.stringMatching(/^https:/),
    });
  });

  it('for masks come behind those for faces, with how they are made where nobody offers them', async () => {
    const folder = temporaryFolder();
    onlyModelsIn(folder);
    const routes = sourceRoutes({}, [], [madeUpPack()], KNOWN_MASK_MODELS);
    const [faces, ...masks] = await list(routes);
    expect(faces).toMatchObject({ kind: 'faces', name: 'faceplugin', export_command: null });
    expect(masks.map(({ name }) => name)).toEqual(KNOWN_MASK_MODELS.map(({ name }) => name));
    expect(masks.every(({ kind, tiles }) => kind === 'masks' && !tiles)).toBe(true);
    expect(masks[0]).toMatchObject({ state: 'missing', download_bytes: 83_165_390, export_command: null });
    const edgetam = masks.at(-1);
    expect(edgetam).toMatchObject({ name: 'edgetam', state: 'missing', source: 'own export' });
    expect(edgetam?.export_command).toContain('export_edgetam.py');
    // Nothing is downloaded, so the failure is told at once.
    await post(routes, '/models/edgetam/pull');
    expect((await ended(routes)).download).toMatchObject({
      state: 'failed',
      error: { code: 'model_export_needed', hint: expect.stringContaining('export_edgetam.py') },
    });
  });

  it('for masks are downloaded like those for faces', async () => {
    const folder = path.join(temporaryFolder(), 'models');
    onlyModelsIn(folder);
    const server = await fileServer();
    onTestFinished(() => server.close());
    const known = knownMaskModel('sam2.1-tiny');
    const [bundle] = known?.bundles ?? [];
    if (!known || !bundle) throw new Error('no such models');
    const files = Object.entries(declaredSam2()).filter(([name]) => name !== 'mask_downsample.onnx');
    for (const [name, body] of files) server.files.set(`/${name}`, { body, etag: '"one"' });
    const urls = Object.fromEntries(files.map(([name]) => [name, `${server.url}/${name}`]));
    const specs = files.map(([name, body]) => ({ name, bytes: body.length, sha256: null }));
    const here = {
      ...known,
      bundles: [{ ...bundle, files: specs, sources: [{ kind: 'files', urls } as const] }],
    };
    const routes = sourceRoutes({}, [], [], [here]);
    await post(routes, '/models/sam2.1-tiny/pull');
    expect(await ended(routes)).toMatchObject({
      ...{ kind: 'masks', name: 'sam2.1-tiny', state: 'present', missing: [] },
      download: { state: 'done', warnings: [expect.stringContaining('by their sizes only')] },
    });
    expect(readdirSync(path.join(folder, 'sam2.1-tiny'))).toHaveLength(6);
  });

  it('are there when their files were placed by hand', async () => {
    const folder = temporaryFolder();
    onlyModelsIn(folder);
    placePack(folder, madeUpPack());
    expect(await list(withPacks(madeUpPack()))).toMatchObject([
      { name: 'faceplugin', state: 'present', missing: [], download_bytes: 0 },
    ]);
  });

  it('are downloaded in the background, told by events, once for all who ask', async () => {
    const folder = path.join(temporaryFolder(), 'models');
    onlyModelsIn(folder);
    const { pack, asked } = await serveRegistry(madeUpPack());
    const routes = withPacks(pack);
    const [first, second] = await Promise.all([
      post(routes, '/models/faceplugin/pull'),
      post(routes, '/models/faceplugin/pull'),
    ]);
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(await ended(routes)).toMatchObject({
      ...{ name: 'faceplugin', state: 'present', missing: [] },
      download: { state: 'done', error: null, warnings: [] },
    });
    expect(toldOf(routes)[0]).toMatchObject({ state: 'missing', download: { state: 'running' } });
    expect(asked()).toHaveLength(2);
    expect(readdirSync(path.join(folder, 'faceplugin')).sort()).toEqual([
      'arcface_random.onnx',
      'scrfd_9.onnx',
    ]);
    // A page that comes later is told the same.
    expect(await list(routes)).toMatchObject([{ state: 'present', download: { state: 'done' } }]);
  });

  it('are told again where they share files with others that have come', async () => {
    onlyModelsIn(path.join(temporaryFolder(), 'models'));
    const { pack } = await serveRegistry(madeUpPack());
    const routes = withPacks(pack, { ...pack, name: 'yunet' });
    await post(routes, '/models/yunet/pull');
    await expect
      .poll(() => toldOf(routes).find(({ name }) => name === 'faceplugin')?.state, { timeout: 10_000 })
      .toBe('present');
  });

  it('are stopped when asked, and go on from there the next time', async () => {
    const folder = path.join(temporaryFolder(), 'models');
    onlyModelsIn(folder);
    const { pack, serve, asked } = await serveRegistry(madeUpPack());
    serve({ cutAfter: 1000, stall: true });
    const routes = withPacks(pack);
    await post(routes, '/models/faceplugin/pull');
    await expect.poll(asked).toHaveLength(2);
    await expect.poll(async () => (await list(routes))[0]?.download?.received ?? 0).toBeGreaterThan(0);
    const stopped = await post(routes, '/models/faceplugin/cancel');
    expect(stopped.status).toBe(200);
    expect(await ended(routes)).toMatchObject({ state: 'missing', download: { state: 'cancelled' } });
    serve({});
    await post(routes, '/models/faceplugin/pull');
    await expect.poll(async () => (await list(routes))[0]?.state).toBe('present');
    expect(await ended(routes)).toMatchObject({ download: { state: 'done' } });
  });

  it('say why they could not be had', async () => {
    onlyModelsIn(path.join(temporaryFolder(), 'models'));
    const { pack, serve } = await serveRegistry(madeUpPack());
    serve({ status: 500 });
    const routes = withPacks(pack);
    expect((await post(routes, '/models/faceplugin/pull')).status).toBe(200);
    expect((await ended(routes)).download).toMatchObject({
      state: 'failed',
      error: { code: 'model_download_failed', message: expect.stringContaining('answers 500') },
    });
    expect(await errorOf(await post(routes, '/models/nothing/pull'))).toMatchObject({
      ...{ status: 404, code: 'not_found' },
    });
    expect((await post(routes, '/models/faceplugin/pull', { accept: 3 })).status).toBe(400);
  });

  it('need their terms to be accepted before anything is asked for, once', async () => {
    const folder = path.join(temporaryFolder(), 'models');
    onlyModelsIn(folder);
    const { pack, asked } = await serveRegistry(madeUpPack({ acceptance: 'terms-of-tests' }));
    const routes = withPacks(pack);
    for (const body of [{}, { accept: 'other-terms' }]) {
      expect(await errorOf(await post(routes, '/models/faceplugin/pull', body))).toMatchObject({
        ...{ status: 503, code: 'licence_needed' },
        message: expect.stringContaining('https://example.com/terms'),
      });
    }
    expect(asked()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    await post(routes, '/models/faceplugin/pull', { accept: 'terms-of-tests' });
    expect(await ended(routes)).toMatchObject({ state: 'present', licence: { accepted: true } });
    expect((await post(routes, '/models/faceplugin/pull')).status).toBe(200);
  });
});
