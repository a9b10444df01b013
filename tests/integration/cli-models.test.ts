import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../support/in-process.ts';
import { hasShared, SHARED, temporaryFolder } from '../support/project.ts';

/** The answer of a `models` command with `--json`. */
async function models(folder: string, ...words: string[]) {
  const { exitCode, code, out } = await commandLine('models', ...words, '--models-dir', folder, '--json');
  return { exitCode, code, answer: JSON.parse(out.at(-1) ?? 'null') };
}

// Models of this machine must not be found beside those of a test.
beforeEach(() => {
  vi.stubEnv('FRAMESIFT_MODELS', '');
  vi.stubEnv('XDG_CACHE_HOME', temporaryFolder());
});
afterEach(() => void vi.unstubAllEnvs());

describe('framesift models', () => {
  it('lists all packs with size, licence and what is here', async () => {
    const folder = temporaryFolder();
    const { answer } = await models(folder, 'list');
    expect(answer.folder).toBe(folder);
    const names = ['faceplugin', 'yunet', 'buffalo_l', 'buffalo_m', 'buffalo_s', 'antelopev2'];
    expect(answer.models.map(({ name }: { name: string }) => name)).toEqual(names);
    const [first] = answer.models;
    expect(first).toMatchObject({ present: false, accepted: true, source: expect.stringMatching(/^npm /) });
    expect(first.missing).toEqual(['fr_detect.onnx', 'fr_landmark.onnx', 'fr_feature.onnx']);
    expect(first.bytes).toBe(1_217_758 + 1_163_742 + 4_884_269 + 207_130);
    const { out } = await commandLine('models', 'list', '--models-dir', folder);
    expect(out.join('\n')).toContain('accept: insightface-noncommercial');
  });

  it('refuses unknown names, and models whose terms are not accepted, before anything is asked for', async () => {
    const folder = temporaryFolder();
    const wrong = await commandLine('models', 'pull', 'bufalo_l', '--models-dir', folder);
    expect([wrong.exitCode, wrong.code]).toEqual([2, 'usage']);
    expect(wrong.err.join('\n')).toContain('did you mean buffalo_l?');
    const before = process.env.FRAMESIFT_CONFIG_DIR;
    process.env.FRAMESIFT_CONFIG_DIR = temporaryFolder();
    try {
      const refused = await commandLine('models', 'pull', 'buffalo_s', '--models-dir', folder);
      expect([refused.exitCode, refused.code]).toEqual([3, 'licence_needed']);
      expect(refused.err.join('\n')).toContain('--accept-license insightface-noncommercial');
      expect(existsSync(path.join(folder, 'buffalo_s'))).toBe(false);
    } finally {
      if (before === undefined) delete process.env.FRAMESIFT_CONFIG_DIR;
      else process.env.FRAMESIFT_CONFIG_DIR = before;
    }
  });

  it('verifies what is here and names what is not as it must be', async () => {
    const folder = temporaryFolder();
    expect(await models(folder, 'verify')).toMatchObject({ exitCode: 0, answer: { models: [] } });
    const missing = await models(folder, 'verify', 'faceplugin');
    expect([missing.exitCode, missing.code]).toEqual([3, 'model_invalid']);
    expect(missing.answer.models[0]).toMatchObject({ name: 'faceplugin', ok: false });
  });

  it.runIf(hasShared)('takes models that were placed by hand', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'faceplugin'));
    for (const name of ['fr_detect', 'fr_landmark', 'fr_feature']) {
      const file = `${name}.onnx`;
      copyFileSync(path.join(SHARED, 'models/faces/faceplugin', file), path.join(folder, 'faceplugin', file));
    }
    expect((await models(folder, 'list')).answer.models[0]).toMatchObject({ present: true, missing: [] });
    expect(await models(folder, 'verify')).toMatchObject({
      exitCode: 0,
      answer: { models: [{ name: 'faceplugin', ok: true, problems: [] }] },
    });
    const detector = path.join(folder, 'faceplugin/fr_detect.onnx');
    const whole = readFileSync(detector);
    rmSync(detector);
    expect((await models(folder, 'list')).answer.models[0]).toMatchObject({ present: false });
    writeFileSync(detector, whole.subarray(0, 1000));
    expect((await models(folder, 'verify', 'faceplugin')).answer.models[0].problems).toEqual([
      { file: detector, problem: 'it has 1000 bytes instead of 1217758' },
    ]);
  });
});
