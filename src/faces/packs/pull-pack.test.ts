import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedLicences } from '../../inference/accepted-licences.ts';
import { httpClient } from '../../inference/download/http-client.ts';
import { archiveAddresses } from '../../inference/download/npm-package.ts';
import { isLicenceAccepted, pullModel } from '../../inference/download/pull-model.ts';
import { unpackZip } from '../../inference/download/unpack.ts';
import { verifyBundle } from '../../inference/download/verify-bundle.ts';
import { FaceReader } from '../face-reader.ts';
import { hasSharedFaces, readSharedFace, sha256, sharedFace } from '../shared-faces.fixture.ts';
import { FACEPLUGIN, FACEPLUGIN_BUNDLE } from './faceplugin.ts';
import { INSIGHTFACE_PACKS } from './insightface.ts';
import { openKnownPack } from './open-known-pack.ts';
import type { PackManifest } from './pack-manifest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'framesift-packs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('terms of a pack', () => {
  const [buffalo] = INSIGHTFACE_PACKS;
  if (!buffalo) throw new Error('no packs');
  const nowhere: PackManifest = {
    ...buffalo,
    bundles: buffalo.bundles.map((bundle) => ({ ...bundle, sources: [] })),
  };

  it('must be accepted before anything is downloaded, once', async () => {
    const licences = path.join(folder, 'settings/accepted.json');
    await expect(pullModel(nowhere, { folder, licences })).rejects.toMatchObject({
      code: 'licence_needed',
      exitCode: 3,
      message: expect.stringContaining('non-commercial'),
      hint: expect.stringContaining('--accept-license insightface-noncommercial'),
    });
    await expect(pullModel(nowhere, { folder, licences, accept: 'something' })).rejects.toMatchObject({
      code: 'licence_needed',
    });
    expect(await readdir(folder)).toEqual([]);
    const accepted = pullModel(nowhere, { folder, licences, accept: 'insightface-noncommercial' });
    await expect(accepted).rejects.toMatchObject({ code: 'model_download_failed' });
    expect(await acceptedLicences(licences)).toEqual(['insightface-noncommercial']);
    expect(await isLicenceAccepted(nowhere, licences)).toBe(true);
    await expect(pullModel(nowhere, { folder, licences })).rejects.toMatchObject({
      code: 'model_download_failed',
    });
  });

  it('of the default pack need not be', async () => {
    expect(await isLicenceAccepted(FACEPLUGIN, path.join(folder, 'none.json'))).toBe(true);
  });
});

describe.runIf(hasSharedFaces)('archives of packs', () => {
  const expected: Record<string, string> = readSharedFace('packs/fake_buffalo_expected.json').zips;
  const names = ['2d106det.onnx', 'det_fake.onnx', 'genderage.onnx', 'w600k_fake.onnx'];
  const wanted = () =>
    names.map((name) => {
      const bytes = readFileSync(sharedFace('packs/fake_buffalo', name));
      return { name, bytes: bytes.length, sha256: sha256(bytes) };
    });

  it.each(Object.entries(expected ?? {}))('%s: %s', async (name, outcome) => {
    const unpacked = unpackZip(sharedFace('packs/zips', name), wanted(), folder);
    if (outcome.startsWith('refused')) {
      await expect(unpacked).rejects.toMatchObject({ code: 'archive_invalid' });
      expect(await readdir(folder)).toEqual([]);
    } else {
      await unpacked;
      expect(await readdir(folder)).toEqual(names);
    }
  });
});

/** Why the registry cannot be asked from here; null when it can. */
async function unreachable(): Promise<string | null> {
  const client = httpClient();
  const [source] = FACEPLUGIN_BUNDLE.sources;
  try {
    if (source?.kind === 'npm')
      await archiveAddresses(source, { client, signal: AbortSignal.timeout(10_000) });
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    await client.close();
  }
}

describe('the default pack', () => {
  it('is pulled from the registry of npm on a clean machine, and works', {
    timeout: 300_000,
  }, async (context) => {
    const reason = await unreachable();
    if (reason !== null) {
      process.stderr.write(`The default pack was not pulled: ${reason}\n`);
      context.skip(reason);
    }
    await pullModel(FACEPLUGIN, { folder });
    const states = await verifyBundle(FACEPLUGIN_BUNDLE, [folder]);
    expect(states.map(({ problem }) => problem)).toEqual([null, null, null, null]);
    expect((await readdir(path.join(folder, 'faceplugin'))).length).toBe(4);
    const reader = await FaceReader.open(await openKnownPack(FACEPLUGIN, [folder]));
    expect(await reader.read({ pixels: new Uint8Array(64 * 48 * 3), width: 64, height: 48 })).toEqual([]);
    await reader.close();
  });
});
