import path from 'node:path';
import { expect, it } from 'vitest';
import { FaceReader } from '../../src/faces/face-reader.ts';
import { knownPack } from '../../src/faces/packs/known-packs.ts';
import { openKnownPack } from '../../src/faces/packs/open-known-pack.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';

it('the default models come from npm’s registry into an empty folder, and are whole', async ({ skip }) => {
  const folder = path.join(temporaryFolder(), 'models');
  const pulled = await commandLine('models', 'pull', '--models-dir', folder);
  if (pulled.code === 'model_download_failed') {
    const [error = ''] = pulled.err;
    skip(`the registry cannot be reached: ${error}`);
  }
  expect(pulled).toMatchObject({ exitCode: 0 });
  expect(await commandLine('models', 'verify', 'faceplugin', '--models-dir', folder)).toMatchObject({
    exitCode: 0,
  });
  const manifest = knownPack('faceplugin');
  if (!manifest) expect.fail('no such pack');
  const reader = await FaceReader.open(await openKnownPack(manifest, [folder]));
  const pixels = new Uint8Array(320 * 240 * 3).fill(128);
  expect(await reader.read({ pixels, width: 320, height: 240 })).toEqual([]);
  await reader.close();
});
