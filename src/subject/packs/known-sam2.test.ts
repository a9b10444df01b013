import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileServer } from '../../inference/download/file-server.fixture.ts';
import type { ModelFileSpec } from '../../inference/download/model-bundle.ts';
import type { PullProgress } from '../../inference/download/pull-bundle.ts';
import { hasSharedSam2, sharedSam2 } from '../shared-sam2.fixture.ts';
import { placesOf } from './hosted-sam2.ts';
import { KNOWN_MASK_MODELS, knownMaskModel } from './known-mask-models.ts';
import { constantsOf, declaredSam2, manifestOf, sha256 } from './made-sam2.fixture.ts';
import type { MaskModelManifest } from './mask-model-manifest.ts';
import { maskModelState, pullMaskModel, verifyMaskModel } from './mask-model-state.ts';
import { openKnownSam2 } from './open-known-sam2.ts';
import { openSam2Folder } from './open-sam2-folder.ts';

let server: Awaited<ReturnType<typeof fileServer>>;
let folder: string;
beforeEach(async () => {
  server = await fileServer();
  folder = await mkdtemp(path.join(tmpdir(), 'framesift-known-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const { 'mask_downsample.onnx': _, ...HOSTED } = declaredSam2();

function the(name: string): MaskModelManifest {
  const model = knownMaskModel(name);
  if (!model) throw new Error(`no ${name}`);
  return model;
}

/** A model like a known one whose files are the made-up ones, on a host of this machine. */
function hostedHere({ hashes = true, mirror = false } = {}): MaskModelManifest {
  const files: ModelFileSpec[] = [];
  const at = (host: string) => `${server.url}/${host}/resolve/rev`;
  const urls = (host: string) =>
    Object.fromEntries(Object.keys(HOSTED).map((name) => [name, `${at(host)}/onnx/${name}`]));
  for (const [name, bytes] of Object.entries(HOSTED)) {
    files.push({ name, bytes: bytes.length, sha256: hashes ? sha256(bytes) : null });
    server.files.set(`/first/resolve/rev/onnx/${name}`, { body: bytes, etag: `"${name}"` });
    if (mirror) server.files.set(`/second/resolve/rev/onnx/${name}`, { body: bytes, etag: `"${name}"` });
  }
  return {
    ...the('sam2.1-tiny'),
    bundles: [
      {
        folder: 'sam2.1-tiny',
        files,
        sources: ['first', ...(mirror ? ['second'] : [])].map(
          (host) => ({ kind: 'files', urls: urls(host) }) as const,
        ),
        places: placesOf('sam2.1-tiny'),
      },
    ],
  };
}

function place(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const target = path.join(folder, name);
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    writeFileSync(path.join(target, file), bytes);
  }
  return target;
}

describe('models for masks that are known', () => {
  it('have names of their own; hosted ones pinned addresses, sizes, and whole hashes or none', () => {
    const names = KNOWN_MASK_MODELS.map(({ name }) => name);
    expect(new Set(names).size).toBe(17);
    const hosted = KNOWN_MASK_MODELS.filter(({ bundles }) => bundles.length > 0);
    expect(hosted.map(({ name }) => name)).toEqual([
      ...['sam2.1-tiny-512', 'sam2.1-tiny', 'sam2.1-small', 'sam2.1-base_plus', 'sam2.1-large'],
    ]);
    for (const { bundles } of hosted) {
      const [bundle, ...others] = bundles;
      expect(others).toEqual([]);
      expect(bundle?.files).toHaveLength(6);
      const hashes = bundle?.files.map(({ sha256: hash }) => hash) ?? [];
      const whole = hashes.filter((hash) => /^[0-9a-f]{64}$/.test(hash ?? ''));
      expect(hashes.every((hash) => hash === null) || new Set(whole).size === 6).toBe(true);
      const [source] = bundle?.sources ?? [];
      const urls = source?.kind === 'files' ? Object.entries(source.urls) : [];
      expect(urls.map(([name]) => name)).toEqual(bundle?.files.map(({ name }) => name));
      for (const [name, url] of urls) {
        expect(url).toMatch(/^https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+\/resolve\/[0-9a-f]{40}\//);
        expect(url.endsWith(name === 'constants.json' ? `/${name}` : `/onnx/${name}`)).toBe(true);
        if (name === 'constants.json') expect(url).not.toContain('/onnx/');
      }
    }
    expect(KNOWN_MASK_MODELS.every(({ licence }) => licence.acceptance === null)).toBe(true);
  });
});

describe('a hosted model', () => {
  it('is missing, downloaded with progress, there, and opens', async () => {
    const model = hostedHere();
    await expect(openKnownSam2(model, [folder])).rejects.toMatchObject({
      ...{ code: 'model_missing', exitCode: 3 },
      hint: expect.stringMatching(new RegExp(`framesift models pull sam2.1-tiny.*${folder}/sam2.1-tiny`)),
    });
    expect(await maskModelState(model, [folder])).toMatchObject({ present: false, absent: true });
    const progress: PullProgress[] = [];
    expect(await pullMaskModel(model, { folder, onProgress: (step) => progress.push(step) })).toEqual([]);
    expect(new Set(progress.map(({ name }) => name))).toEqual(new Set(Object.keys(HOSTED)));
    expect(await maskModelState(model, [folder])).toMatchObject({ present: true, missing: [] });
    // Its title says 1024; what counts for a hosted model is what its files say.
    const opened = await openKnownSam2(model, [folder]);
    expect(opened).toMatchObject({ name: 'sam2.1-tiny', constants: { image_size: 64 } });
    expect(opened.sha256).toBe((await openSam2Folder(path.join(folder, 'sam2.1-tiny'))).sha256);
    const asked = server.requests.length;
    await pullMaskModel(model, { folder });
    expect(server.requests).toHaveLength(asked);
  });

  it('goes on where a download broke off, and takes the mirror', async () => {
    const model = hostedHere({ mirror: true });
    const name = 'memory_encoder.onnx';
    const { [name]: body = Buffer.alloc(0) } = HOSTED;
    server.files.set(`/first/resolve/rev/onnx/${name}`, { body, etag: '"a"', cutAfter: 20, cuts: 1 });
    server.files.set('/first/resolve/rev/onnx/pointer_tpos.onnx', { body: Buffer.from('no'), status: 404 });
    const refusals = await pullMaskModel(model, { folder });
    expect(refusals).toEqual([expect.stringMatching(/answers 404/)]);
    expect(server.requests.find(({ range }) => range !== null)?.range).toBe('bytes=20-');
    expect((await openKnownSam2(model, [folder])).files.pointer_tpos).not.toBeNull();
  });

  it('names the folder to fill by hand where there is no network', async () => {
    const model = hostedHere();
    await server.close();
    const failed = pullMaskModel(model, { folder });
    await expect(failed).rejects.toMatchObject({
      code: 'model_download_failed',
      hint: expect.stringContaining(path.join(folder, 'sam2.1-tiny')),
    });
    server = await fileServer();
  }, 20_000);

  it('without published hashes is checked by size, and says so once', async () => {
    const model = hostedHere({ hashes: false });
    expect(await pullMaskModel(model, { folder })).toEqual([
      expect.stringMatching(/checked by their sizes only/),
    ]);
    expect(await pullMaskModel(model, { folder })).toEqual([]);
    const hash = (await openKnownSam2(model, [folder])).sha256;
    expect(hash).toBe((await openKnownSam2(hostedHere(), [folder])).sha256);
    const file = path.join(folder, 'sam2.1-tiny/pointer_tpos.onnx');
    writeFileSync(file, (await readFile(file)).subarray(1));
    const states = await verifyMaskModel(model, [folder]);
    expect(states.filter(({ problem }) => problem !== null)).toMatchObject([
      { file, problem: expect.stringMatching(/instead of/) },
    ]);
    await expect(openKnownSam2(model, [folder])).rejects.toMatchObject({ code: 'model_invalid' });
  });

  it('may be placed as its repository has it, but is never taken from the models folder itself', async () => {
    const { 'constants.json': constants, ...graphs } = HOSTED;
    const inner = Object.entries(graphs).map(([name, bytes]) => [`onnx/${name}`, bytes] as const);
    place('sam2.1-tiny', {
      ...Object.fromEntries(inner),
      'constants.json': constants ?? Buffer.alloc(0),
    });
    expect((await openKnownSam2(hostedHere(), [folder])).files.mask_decoder).toBe(
      path.join(folder, 'sam2.1-tiny/onnx/mask_decoder.onnx'),
    );
    await rm(path.join(folder, 'sam2.1-tiny'), { recursive: true });
    place('.', HOSTED);
    await expect(openKnownSam2(hostedHere(), [folder])).rejects.toMatchObject({ code: 'model_missing' });
  });

  it('gives way to an export of one’s own in its folder', async () => {
    const files = { ...declaredSam2(), 'constants.json': constantsOf({ image_size: 64 }) };
    const target = place('sam2.1-tiny', { ...files, 'manifest.json': manifestOf(files) });
    const model = hostedHere();
    expect(await maskModelState(model, [folder])).toMatchObject({
      ...{ present: true, absent: false, own: target },
    });
    expect(await pullMaskModel(model, { folder })).toEqual([]);
    expect(server.requests).toEqual([]);
    await expect(openKnownSam2(model, [folder])).rejects.toThrow(/looks at 64 pixels instead of 1024/);
    const states = await verifyMaskModel(model, [folder]);
    expect(states).toHaveLength(7);
    expect(states.every(({ problem }) => problem === null)).toBe(true);
    await rm(path.join(target, 'mask_decoder.onnx'));
    expect(await pullMaskModel(model, { folder })).toEqual([expect.stringMatching(/left alone/)]);
    expect(await maskModelState(model, [folder])).toMatchObject({
      ...{ present: false, missing: ['mask_decoder.onnx'] },
    });
  });
});

describe('a model that nobody hosts', () => {
  it('says how it is made and where it belongs', async () => {
    const edgetam = the('edgetam');
    expect(await maskModelState(edgetam, [folder])).toMatchObject({
      ...{ present: false, absent: true, downloadBytes: 0 },
    });
    for (const get of [() => pullMaskModel(edgetam, { folder }), () => openKnownSam2(edgetam, [folder])]) {
      await expect(get()).rejects.toMatchObject({
        ...{ code: 'model_export_needed', exitCode: 3 },
        hint: expect.stringContaining(
          `python export_edgetam.py --checkpoint edgetam.pt --out ${path.join(folder, 'edgetam')} --check`,
        ),
      });
    }
    expect(await readdir(folder)).toEqual([]);
    await expect(pullMaskModel(the('sam2-large-512'), { folder })).rejects.toThrow(
      expect.objectContaining({
        hint: expect.stringMatching(/sam2_hiera_large\.pt: .*--family sam2 --size large --image-size 512/),
      }),
    );
    const states = await verifyMaskModel(edgetam, [folder]);
    expect(states.map(({ problem }) => problem)).toEqual(new Array(5).fill('missing'));
  });

  it('is refused when what lies in its folder is of another family or size', async () => {
    const files = { ...declaredSam2(), 'constants.json': constantsOf({ family: 'sam2.1' }) };
    place('edgetam', files);
    await expect(openKnownSam2(the('edgetam'), [folder])).rejects.toThrow(/64 pixels instead of 1024/);
    const made = { ...the('edgetam'), imageSize: 64 as 512 };
    await expect(openKnownSam2(made, [folder])).rejects.toThrow(/family sam2.1 instead of edgetam/);
  });

  it.runIf(hasSharedSam2)('is there once its export lies in its folder', async () => {
    const target = path.join(folder, 'edgetam');
    mkdirSync(target);
    const from = sharedSam2('tiny-64-edgetam');
    for (const name of readdirSync(from).filter((file) => /\.(?:onnx|json)$/.test(file)))
      copyFileSync(path.join(from, name), path.join(target, name));
    const made = { ...the('edgetam'), imageSize: 64 as 512 };
    expect(await maskModelState(made, [folder])).toMatchObject({ present: true, missing: [] });
    expect(await pullMaskModel(made, { folder })).toEqual([]);
    expect(await openKnownSam2(made, [folder])).toMatchObject({
      ...{ name: 'edgetam', constants: { pointer_temporal: 'none', tokens_per_frame: 10 } },
    });
    const file = path.join(target, 'memory_encoder.onnx');
    const bytes = readFileSync(file);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const states = await verifyMaskModel(made, [folder]);
    expect(states.filter(({ problem }) => problem !== null)).toMatchObject([
      { file, problem: expect.stringMatching(/its sha256 is/) },
    ]);
    await expect(openKnownSam2(made, [folder])).rejects.toMatchObject({ code: 'model_invalid' });
  });
});
