import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelFolders } from '../../inference/download/model-folders.ts';
import { folderOf, madeUp } from '../made-up-models.fixture.ts';
import { sha256 } from '../shared-faces.fixture.ts';
import { FACEPLUGIN } from './faceplugin.ts';
import { KNOWN_PACKS, knownPack } from './known-packs.ts';
import { openKnownPack } from './open-known-pack.ts';
import type { PackManifest } from './pack-manifest.ts';

const spec = (name: string) => {
  const bytes = readFileSync(madeUp(name));
  return { name, bytes: bytes.length, sha256: sha256(bytes) };
};
const manifest: PackManifest = {
  ...FACEPLUGIN,
  detector: { kind: 'scrfd', file: 'scrfd_9.onnx', confidence: 0.5, canvases: [640] },
  landmarks: null,
  eyes: 'eyes.onnx',
  recogniser: { ...FACEPLUGIN.recogniser, file: 'arcface_random.onnx' },
  bundles: [
    {
      folder: 'found',
      files: [
        spec('scrfd_9.onnx'),
        spec('arcface_random.onnx'),
        { ...spec('scrfd_6.onnx'), name: 'eyes.onnx', optional: true },
      ],
      sources: [],
    },
  ],
};

describe('openKnownPack', () => {
  it('finds files in the folder of the pack or beside it, in the first folder that has them', async () => {
    const given = await folderOf({ 'scrfd_9.onnx': { copy: 'scrfd_9.onnx' } });
    const cache = await folderOf({
      'found/scrfd_9.onnx': { copy: 'scrfd_9.onnx' },
      'found/arcface_random.onnx': { copy: 'arcface_random.onnx' },
    });
    const pack = await openKnownPack(manifest, [given.folder, cache.folder]);
    expect(pack.detector.file).toBe(`${given.folder}/scrfd_9.onnx`);
    expect(pack.recogniser?.file).toBe(`${cache.folder}/found/arcface_random.onnx`);
    expect([pack.eyes, pack.landmarks]).toEqual([null, null]);
    await given.remove();
    await cache.remove();
  });

  it('names the command and the folder where files are missing', async () => {
    const { folder, remove } = await folderOf({ 'scrfd_9.onnx': { copy: 'scrfd_9.onnx' } });
    await expect(openKnownPack(manifest, [folder])).rejects.toMatchObject({
      code: 'model_missing',
      exitCode: 3,
      message: expect.stringContaining('(arcface_random.onnx)'),
      hint: expect.stringMatching(new RegExp(`framesift models pull faceplugin.*${folder}/found`)),
    });
    await remove();
  });

  it('refuses a file of another size', async () => {
    const { folder, remove } = await folderOf({ 'scrfd_9.onnx': { copy: 'scrfd_9.onnx', share: 0.5 } });
    await expect(openKnownPack(manifest, [folder])).rejects.toMatchObject({ code: 'model_invalid' });
    await remove();
  });
});

describe('modelFolders', () => {
  it('are the given one, that of the environment, the cache', () => {
    const [given, named, cache] = modelFolders('/a', { FRAMESIFT_MODELS: '/b' });
    expect([given, named]).toEqual(['/a', '/b']);
    expect(cache).toMatch(/framesift.*models$/i);
    expect(modelFolders(null, {})).toEqual([cache]);
  });
});

describe('known packs', () => {
  it('have whole hashes, a source for each file, and a default distance', () => {
    expect(KNOWN_PACKS.map(({ name, recogniser }) => [name, recogniser.distance])).toEqual([
      ['faceplugin', 0.45],
      ['yunet', 0.45],
      ['buffalo_l', 0.5],
      ['buffalo_m', 0.5],
      ['buffalo_s', 0.5],
      ['antelopev2', 0.5],
    ]);
    for (const { bundles, detector, recogniser, licence } of KNOWN_PACKS) {
      const files = bundles.flatMap((bundle) => bundle.files);
      for (const file of files) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      const names = files.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([detector.file, recogniser.file]));
      expect(bundles.every(({ sources }) => sources.length > 0)).toBe(true);
      expect(licence.acceptance === null).toBe(detector.kind !== 'scrfd');
    }
    expect(knownPack('/some/folder')).toBeNull();
  });
});
