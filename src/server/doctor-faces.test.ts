import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KNOWN_PACKS } from '../faces/packs/known-packs.ts';
import { PROVIDERS } from '../inference/providers.ts';
import { loadRuntime } from '../inference/runtime.ts';
import { faceChecks } from './doctor-faces.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'framesift-doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const named = async (name: string, parts: Partial<Parameters<typeof faceChecks>[0]> = {}) => {
  const checks = await faceChecks({ packs: KNOWN_PACKS, folders: [folder], ...parts });
  return checks.find((check) => check.name === name);
};

async function place(...names: readonly string[]): Promise<void> {
  await mkdir(path.join(folder, 'faceplugin'), { recursive: true });
  for (const name of names) await writeFile(path.join(folder, 'faceplugin', name), '');
}

describe('what faces need', () => {
  it('is the runtime, named with its version', async () => {
    expect(await named('faces')).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^onnxruntime-node \d+\.\d+\.\d+$/),
    });
  });

  it('is off without the runtime, with the command that brings it', async () => {
    const load = () => Promise.reject(new Error("Cannot find package 'onnxruntime-node'"));
    const enable = expect.stringContaining('`npm install onnxruntime-node');
    expect(await named('faces', { load })).toMatchObject({
      status: 'absent',
      detail: expect.stringContaining("Cannot find package 'onnxruntime-node'"),
      disables: 'finding and comparing faces',
      enable,
    });
    expect(await named('graphics processor', { load })).toMatchObject({ status: 'absent', enable });
    expect(await named('models run on', { load })).toBeUndefined();
  });

  it('is the usual models: there, in part, or to be pulled', async () => {
    expect(await named('face models')).toMatchObject({
      status: 'absent',
      detail: 'faceplugin is not on this machine',
      enable: 'Run `framesift models pull`.',
    });
    await place('fr_detect.onnx', 'fr_landmark.onnx');
    expect(await named('face models')).toMatchObject({
      status: 'absent',
      detail: 'faceplugin is incomplete (fr_feature.onnx missing)',
    });
    await place('fr_feature.onnx');
    expect(await named('face models')).toMatchObject({ status: 'ok', detail: 'faceplugin', enable: null });
    await mkdir(path.join(folder, 'yunet'));
    await copyFile(
      path.join(folder, 'faceplugin/fr_detect.onnx'),
      path.join(folder, 'yunet/face_detection_yunet_2026may.onnx'),
    );
    expect(await named('face models')).toMatchObject({ status: 'ok', detail: 'faceplugin, yunet' });
  });
});

describe('what models run on', () => {
  it('is the processor, and what the runtime brings besides', async () => {
    const runtime = await loadRuntime();
    const withBackends = (backends: readonly { name: string; bundled: boolean }[]) => ({
      load: async () => ({ ...runtime, listSupportedBackends: () => [...backends] }),
    });
    const cpu = { name: 'cpu', bundled: true };
    expect(await named('models run on', withBackends([cpu]))).toMatchObject({ detail: 'the processor' });
    expect(await named('graphics processor', withBackends([cpu]))).toMatchObject({ status: 'absent' });
    const dml = withBackends([cpu, { name: 'dml', bundled: true }, { name: 'webgpu', bundled: true }]);
    expect(await named('graphics processor', dml)).toMatchObject({
      status: 'ok',
      detail: 'DirectML (Windows), WebGPU (with --gpu, if the machine has the device)',
    });
  });

  it('names the command that adds CUDA where it can be added', async () => {
    const runtime = await loadRuntime();
    const cuda = PROVIDERS.find(({ name }) => name === 'cuda');
    const load = async () => ({
      ...runtime,
      listSupportedBackends: () => [
        { name: 'cpu', bundled: true },
        { name: 'cuda', bundled: false },
      ],
    });
    const check = await named('CUDA (NVIDIA)', { load });
    // It may be there on the machine of the test.
    if (check) {
      expect(check).toMatchObject({ status: 'absent', enable: `Run \`${cuda?.install}\`.` });
      expect(check.enable).toContain('--onnxruntime-node-install=cuda12');
    }
  });
});
