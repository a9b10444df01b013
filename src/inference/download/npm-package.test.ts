import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tar from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { digestOfIntegrity } from './file-check.ts';
import { fileServer, sha256, someBytes } from './file-server.fixture.ts';
import type { ModelBundle, NpmSource } from './model-bundle.ts';
import { readNpmSettings } from './npm-settings.ts';
import { pullBundle } from './pull-bundle.ts';

const MODEL = someBytes(50_000);
const TOKEN = 'secret';

let registry: Awaited<ReturnType<typeof fileServer>>;
let folder: string;

/** npm's settings for this test alone. */
async function npmrc(...lines: readonly string[]): Promise<void> {
  const file = path.join(folder, 'npmrc');
  await writeFile(file, lines.join('\n'));
  // npm hands its own settings down to what it starts, the tests among them.
  for (const key of Object.keys(process.env)) if (/^npm_config_/i.test(key)) vi.stubEnv(key, '');
  vi.stubEnv('npm_config_userconfig', file);
  vi.stubEnv('npm_config_prefix', folder);
}

/** A package's archive with a model, something beside it, and a link under a model's name. */
async function packed(): Promise<Buffer> {
  const inner = path.join(folder, 'package/model');
  await mkdir(inner, { recursive: true });
  await writeFile(path.join(inner, 'model.onnx'), MODEL);
  await writeFile(path.join(inner, 'other.onnx'), 'x');
  await symlink('model.onnx', path.join(inner, 'link.onnx'));
  await tar.create({ gzip: true, cwd: folder, file: path.join(folder, 'a.tgz') }, ['package']);
  return readFile(path.join(folder, 'a.tgz'));
}

function source(archive: Uint8Array, name = 'models'): NpmSource {
  const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
  return {
    kind: 'npm',
    package: name,
    version: '1.0.0',
    integrity,
    bytes: archive.length,
    folder: 'package/model',
  };
}

const bundle = (...sources: readonly NpmSource[]): ModelBundle => ({
  folder: 'pack',
  files: [
    { name: 'model.onnx', bytes: MODEL.length, sha256: sha256(MODEL) },
    { name: 'link.onnx', bytes: MODEL.length, sha256: sha256(MODEL), optional: true },
  ],
  sources,
});

function servePackage(tarball: string, name = '/models'): void {
  const body = Buffer.from(JSON.stringify({ versions: { '1.0.0': { dist: { tarball } } } }));
  registry.files.set(name, { body, authorization: `Bearer ${TOKEN}` });
}

beforeEach(async () => {
  registry = await fileServer();
  folder = await mkdtemp(path.join(tmpdir(), 'framesift-npm-'));
  const host = new URL(registry.url).host;
  await npmrc(`registry=${registry.url}`, `//${host}/:_authToken=${TOKEN}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const pulled = () => readFile(path.join(folder, 'pack/model.onnx'));

describe('npm sources', () => {
  it('come from the registry of npm with its token; only the named files stay', async () => {
    const archive = await packed();
    servePackage(`${registry.url}/models/-/models-1.0.0.tgz`);
    registry.files.set('/models/-/models-1.0.0.tgz', { body: archive, authorization: `Bearer ${TOKEN}` });
    await pullBundle(bundle(source(archive)), { folder });
    expect((await pulled()).equals(MODEL)).toBe(true);
    expect(await readdir(path.join(folder, 'pack'))).toEqual(['model.onnx']);
  });

  it('ask below the registry first when it states an address elsewhere, then there', async () => {
    const archive = await packed();
    const elsewhere = await fileServer();
    elsewhere.files.set('/models.tgz', { body: archive });
    servePackage(`${elsewhere.url}/models.tgz`);
    await pullBundle(bundle(source(archive)), { folder });
    expect(registry.requests.map(({ url }) => url)).toEqual(['/models', '/models/-/models-1.0.0.tgz']);
    expect(elsewhere.requests.map(({ url }) => url)).toEqual(['/models.tgz']);
    expect((await pulled()).equals(MODEL)).toBe(true);
    await elsewhere.close();
  });

  it('are refused when the archive is another one', async () => {
    const archive = await packed();
    servePackage(`${registry.url}/models/-/models-1.0.0.tgz`);
    const changed = Buffer.from(archive);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    registry.files.set('/models/-/models-1.0.0.tgz', { body: changed });
    await expect(pullBundle(bundle(source(archive)), { folder })).rejects.toMatchObject({
      code: 'model_download_failed',
      message: expect.stringMatching(/npm package models: its sha512 is/),
    });
    expect(await readdir(path.join(folder, 'pack'))).toEqual([]);
  });

  it.each([
    ['unknown package', {}, /answers 404/],
    ['package without the version', { versions: {} }, /has no version 1\.0\.0/],
    ['other answer', { error: 'x' }, /another form/],
  ])('are refused for an %s', async (_, answer, message) => {
    if (Object.keys(answer).length > 0)
      registry.files.set('/models', { body: Buffer.from(JSON.stringify(answer)) });
    const failed = pullBundle(bundle(source(await packed())), { folder });
    await expect(failed).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe('readNpmSettings', () => {
  it('knows the registry of a scope, proxies and certificates', async () => {
    await npmrc(
      'registry=https://mirror.example/npm',
      '@own:registry=https://own.example/',
      'https-proxy=http://proxy.example:8080',
      'noproxy=.example',
      'strict-ssl=false',
    );
    const settings = readNpmSettings();
    expect(settings.registryFor('models')).toBe('https://mirror.example/npm/');
    expect(settings.registryFor('@own/models')).toBe('https://own.example/');
    expect(settings).toMatchObject({
      httpsProxy: 'http://proxy.example:8080',
      noProxy: '.example',
      strictTls: false,
    });
    expect(settings.certificates).toEqual([]);
    await npmrc('registry=https://mirror.example/npm', 'ca=own certificate');
    const { certificates } = readNpmSettings();
    expect(certificates.at(-1)).toBe('own certificate');
    expect(certificates.length).toBeGreaterThan(50);
  });

  it('follows the environment before files', async () => {
    vi.stubEnv('npm_config_registry', 'https://env.example/');
    expect(readNpmSettings().registryFor('models')).toBe('https://env.example/');
  });
});

describe('digestOfIntegrity', () => {
  it('reads one hash and refuses anything else', () => {
    expect(digestOfIntegrity(`sha256-${Buffer.from('ab').toString('base64')}`)).toEqual({
      algorithm: 'sha256',
      hex: '6162',
    });
    expect(() => digestOfIntegrity('md5-xx==')).toThrow(RangeError);
  });
});
