import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { create } from 'tar';
import { onTestFinished, vi } from 'vitest';
import { KNOWN_PACKS } from '../../src/faces/packs/known-packs.ts';
import type { PackManifest } from '../../src/faces/packs/pack-manifest.ts';
import { fileServer, type Served } from '../../src/inference/download/file-server.fixture.ts';
import { hasShared, ROOT, SHARED, temporaryFolder } from './project.ts';

const FIXTURES = path.join(ROOT, 'tests/fixtures/faces');

/** A made-up detector, which sees the same faces in any picture, and a made-up recogniser. */
const MADE_UP = { detector: 'scrfd_9.onnx', recogniser: 'arcface_random.onnx' } as const;

/** Any picture in which the made-up detector sees several faces. */
export const MADE_UP_PICTURE = path.join(FIXTURES, 'ramp_1000x500.png');

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function specOf(name: string) {
  const bytes = readFileSync(path.join(FIXTURES, name));
  return { name, bytes: bytes.length, sha256: sha256(bytes) };
}

/** How a made-up pack differs. */
export interface MadeUpPack {
  readonly name?: PackManifest['name'];
  /** From 0.9 on one face is seen, from 0.95 on none; six with 0.5. */
  readonly confidence?: number;
  /** Name of terms that have to be accepted. */
  readonly acceptance?: string | null;
}

/** A pack of made-up models, with which everything but recognising people works; it can be had nowhere. */
export function madeUpPack({
  name = 'faceplugin',
  confidence = 0.5,
  acceptance = null,
}: MadeUpPack = {}): PackManifest {
  return {
    kind: 'faces',
    name,
    title: `Made-up models for tests, ${name}`,
    licence: { text: 'MIT', url: 'https://example.com/terms', acceptance },
    detector: { kind: 'scrfd', file: MADE_UP.detector, confidence, canvases: [640] },
    landmarks: null,
    eyes: null,
    recogniser: {
      file: MADE_UP.recogniser,
      planes: { order: 'rgb', mean: 127.5, divisor: 127.5 },
      leastNorm: null,
      distance: 0.5,
    },
    bundles: [{ folder: name, files: [specOf(MADE_UP.detector), specOf(MADE_UP.recogniser)], sources: [] }],
  };
}

/** Makes a folder the only one where models are looked for and downloaded to, for this test. */
export function onlyModelsIn(folder: string): void {
  vi.stubEnv('FRAMESIFT_MODELS', folder);
  vi.stubEnv('XDG_CACHE_HOME', temporaryFolder());
  vi.stubEnv('FRAMESIFT_CONFIG_DIR', temporaryFolder());
}

/** Puts the files of made-up packs where they are looked for. */
export function placePack(folder: string, ...packs: readonly PackManifest[]): void {
  for (const bundle of packs.flatMap(({ bundles }) => bundles)) {
    mkdirSync(path.join(folder, bundle.folder), { recursive: true });
    for (const { name } of bundle.files)
      copyFileSync(path.join(FIXTURES, name), path.join(folder, bundle.folder, name));
  }
}

/** A registry of this machine that has the models of a pack. */
export interface PackRegistry {
  /** The pack with that registry as its source. */
  readonly pack: PackManifest;
  /** What was asked for. */
  readonly asked: () => string[];
  /** Changes how the archive is answered. */
  serve(answer: Partial<Served>): void;
}

/** Serves a pack as an npm package from this machine, and has npm's settings name that registry for this test. */
export async function serveRegistry(pack: PackManifest, from = FIXTURES): Promise<PackRegistry> {
  const server = await fileServer();
  onTestFinished(() => server.close());
  const folder = temporaryFolder();
  const inner = path.join(folder, 'package/model');
  mkdirSync(inner, { recursive: true });
  const [bundle, ...others] = pack.bundles;
  if (!bundle || others.length > 0) throw new Error('a pack of one bundle is needed');
  for (const { name } of bundle.files) copyFileSync(path.join(from, name), path.join(inner, name));
  const file = path.join(folder, 'a.tgz');
  await create({ gzip: true, cwd: folder, file }, ['package']);
  const archive = readFileSync(file);
  const at = '/models-of-tests/-/models-of-tests-1.0.0.tgz';
  const stated = { versions: { '1.0.0': { dist: { tarball: `${server.url}${at}` } } } };
  server.files.set('/models-of-tests', { body: Buffer.from(JSON.stringify(stated)) });
  const serve = (answer: Partial<Served>) => {
    server.files.set(at, { body: archive, etag: '"one"', ...answer });
  };
  serve({});
  // npm hands its own settings down to what it starts, the tests among them.
  for (const key of Object.keys(process.env)) if (/^npm_config_/i.test(key)) vi.stubEnv(key, '');
  vi.stubEnv('npm_config_userconfig', path.join(folder, 'npmrc'));
  vi.stubEnv('npm_config_registry', server.url);
  const source = {
    kind: 'npm',
    package: 'models-of-tests',
    version: '1.0.0',
    folder: 'package/model',
    integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}`,
    bytes: archive.length,
  } as const;
  return {
    pack: { ...pack, bundles: [{ ...bundle, sources: [source] }] },
    asked: () => server.requests.map(({ url }) => url),
    serve,
  };
}

/** The usual pack and where its files lie, on machines that have them beside the project. */
export const SHARED_PACK = hasShared
  ? { pack: KNOWN_PACKS[0], folder: path.join(SHARED, 'models/faces/faceplugin') }
  : null;
