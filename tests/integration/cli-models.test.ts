import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KNOWN_MASK_MODELS } from '../../src/subject/packs/known-mask-models.ts';
import { declaredSam2, manifestOf } from '../../src/subject/packs/made-sam2.fixture.ts';
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
    const nameOf = ({ name }: { name: string }) => name;
    const of = (kind: string) => answer.models.filter((model: { kind: string }) => model.kind === kind);
    expect(of('faces').map(nameOf)).toEqual(names);
    expect(of('masks').map(nameOf)).toEqual(KNOWN_MASK_MODELS.map(nameOf));
    expect(answer.models).toHaveLength(names.length + KNOWN_MASK_MODELS.length);
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

  it('says how models are made that nobody offers, where they are listed and when they are pulled', async () => {
    const folder = temporaryFolder();
    const { answer } = await models(folder, 'list');
    const edgetam = answer.models.find(({ name }: { name: string }) => name === 'edgetam');
    expect(edgetam).toMatchObject({
      ...{ kind: 'masks', present: false, bytes: 0, source: 'own export', licence: 'Apache-2.0 (Meta)' },
      export_command: expect.stringContaining(path.join(folder, 'edgetam')),
    });
    const usual = answer.models.find(({ name }: { name: string }) => name === 'sam2.1-tiny-512');
    expect(usual).toMatchObject({ source: 'huggingface.co', export_command: null, bytes: 83_165_390 });
    const refused = await commandLine('models', 'pull', 'edgetam', '--models-dir', folder);
    expect([refused.exitCode, refused.code]).toEqual([3, 'model_export_needed']);
    expect(refused.err.join('\n')).toContain(edgetam.export_command);
  });

  it('finds, verifies and leaves alone an export of one’s own', async () => {
    const folder = temporaryFolder();
    const own = path.join(folder, 'sam2-large');
    const files = declaredSam2();
    for (const target of [own, path.join(folder, 'sam2.1-small')]) {
      mkdirSync(target);
      for (const [name, bytes] of Object.entries({ ...files, 'manifest.json': manifestOf(files) }))
        writeFileSync(path.join(target, name), bytes);
    }
    const { answer } = await models(folder, 'list');
    const here = answer.models.filter(({ present }: { present: boolean }) => present);
    expect(here).toMatchObject([
      { name: 'sam2.1-small', source: 'own export' },
      { name: 'sam2-large', source: 'own export' },
    ]);
    expect(await models(folder, 'pull', 'sam2-large')).toMatchObject({ exitCode: 0 });
    expect(await models(folder, 'verify')).toMatchObject({
      exitCode: 0,
      answer: { models: [{ ok: true }, { name: 'sam2-large', ok: true, by_size_only: [] }] },
    });
    writeFileSync(path.join(own, 'constants.json'), '{}');
    const damaged = await models(folder, 'verify', 'sam2-large');
    expect([damaged.exitCode, damaged.code]).toEqual([3, 'model_invalid']);
    const small = await models(folder, 'verify', 'sam2.1-tiny-512');
    expect(small.answer.models[0].by_size_only).toHaveLength(6);
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
