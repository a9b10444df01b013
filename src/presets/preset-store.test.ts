import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { presetFolder } from './preset-folder.ts';
import { presetFileName } from './preset-name.ts';
import { deletePreset, listPresets, readPreset, savePreset } from './preset-store.ts';

const NOW = new Date(2026, 0, 2, 3, 4, 5);
const newFolder = async () => {
  const parent = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  return join(parent, 'presets');
};
const failure = (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown);
const NEW = { replace: false };

describe('presets', () => {
  it('are saved, shown and listed by name with only the options that were given', async () => {
    const folder = await newFolder();
    expect(await listPresets(folder)).toEqual({ presets: [], broken: [] });
    await savePreset(folder, 'Portraits', { method: 'all', minSharpness: 40, start: null }, NEW);
    await savePreset(folder, '  archive/2024 — Übersicht ', { png: true }, NEW);
    expect(await readPreset(folder, 'Portraits')).toEqual({
      name: 'Portraits',
      options: { method: 'all', minSharpness: 40, start: null },
    });
    const { presets } = await listPresets(folder);
    expect(presets.map((preset) => preset.name)).toEqual(['archive/2024 — Übersicht', 'Portraits']);
    expect((await readPreset(folder, 'archive/2024 — Übersicht')).options).toEqual({ png: true });
  });

  it('hold the models that a face distance belongs to', async () => {
    const folder = await newFolder();
    const saved = async (options: Record<string, unknown>) =>
      (await savePreset(folder, 'faces', options, { replace: true })).options;
    expect(await saved({ maxFaceDistance: 0.4 })).toEqual({ maxFaceDistance: 0.4, facePack: 'faceplugin' });
    expect(await saved({ maxFaceDistance: 0.4, faceModel: 'antelopev2' })).toEqual({
      maxFaceDistance: 0.4,
      faceModel: 'antelopev2',
      facePack: 'antelopev2',
    });
    const own = { maxFaceDistance: 0.4, facePack: 'mine', faceModel: 'yunet' };
    expect(await saved(own)).toEqual(own);
    expect(await saved({ maxFaceDistance: null, eyesOpen: true })).toEqual({
      maxFaceDistance: null,
      eyesOpen: true,
    });
    expect(await failure(saved({ maxFaceDistance: 3 }))).toMatchObject({ code: 'invalid_option' });
  });

  it('are not overwritten without being asked to', async () => {
    const folder = await newFolder();
    await savePreset(folder, 'a', { png: true }, NEW);
    expect(await failure(savePreset(folder, 'a', { png: false }, NEW))).toMatchObject({
      code: 'preset_exists',
      exitCode: 2,
      hint: expect.stringContaining('--replace'),
    });
    await savePreset(folder, 'a', { png: false }, { replace: true });
    expect((await readPreset(folder, 'a')).options).toEqual({ png: false });
  });

  it('refuse options that do not exist or lie outside their range', async () => {
    const folder = await newFolder();
    expect(await failure(savePreset(folder, 'a', { minSharpnes: 1 }, NEW))).toMatchObject({
      code: 'unknown_option',
      hint: 'Did you mean minSharpness?',
    });
    expect(await failure(savePreset(folder, 'a', { interval: 0 }, NEW))).toMatchObject({
      code: 'invalid_option',
    });
    expect(await failure(savePreset(folder, 'a', { constructor: 1 }, NEW))).toMatchObject({
      code: 'unknown_option',
    });
    expect((await listPresets(folder)).presets).toEqual([]);
  });

  it('name the nearest one when there is none of that name', async () => {
    const folder = await newFolder();
    expect(await failure(readPreset(folder, 'portrait'))).toMatchObject({
      hint: 'No presets are saved yet.',
    });
    await savePreset(folder, 'Portraits', {}, NEW);
    expect(await failure(readPreset(folder, 'Portrait'))).toMatchObject({
      code: 'preset_missing',
      hint: 'Did you mean Portraits?',
    });
    expect(await failure(readPreset(folder, 'something else'))).toMatchObject({
      hint: 'Saved presets: Portraits.',
    });
  });

  it('say what is wrong with a damaged file, which does not hide the others', async () => {
    const folder = await newFolder();
    await savePreset(folder, 'good', {}, NEW);
    await savePreset(folder, 'bad', {}, NEW);
    await savePreset(folder, 'newer', {}, NEW);
    const put = (name: string, text: string) => writeFile(join(folder, presetFileName(name)), text);
    await put('bad', '{"schema_version":1,');
    await put('newer', '{"schema_version":1,"name":"newer","options":{"upscale":true}}');
    expect(await failure(readPreset(folder, 'bad'))).toMatchObject({ code: 'preset_invalid' });
    expect(await failure(readPreset(folder, 'newer'))).toMatchObject({
      code: 'preset_invalid',
      message: expect.stringContaining('Unknown option upscale'),
    });
    const { presets, broken } = await listPresets(folder);
    expect(presets.map((preset) => preset.name)).toEqual(['good']);
    expect(broken).toHaveLength(2);
  });

  it('go to the trash when deleted, however often', async () => {
    const folder = await newFolder();
    for (let i = 0; i < 2; i++) {
      await savePreset(folder, 'a', { png: i === 1 }, NEW);
      const path = await deletePreset(folder, 'a', NOW);
      expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
        name: 'a',
        options: { png: i === 1 },
      });
    }
    expect(await readdir(join(folder, 'trash'))).toHaveLength(2);
    expect((await listPresets(folder)).presets).toEqual([]);
    expect(await failure(deletePreset(folder, 'a', NOW))).toMatchObject({ code: 'preset_missing' });
  });

  it('need a name', async () => {
    const folder = await newFolder();
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(201)]) {
      expect(await failure(savePreset(folder, name, {}, NEW))).toMatchObject({ code: 'usage' });
    }
  });
});

describe('presetFileName', () => {
  it('is safe on every file system for any name', () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('../../etc/passwd', 'CON', 'a:b', '名前', '.', 'x'.repeat(200)),
    );
    fc.assert(
      fc.property(names, (name) => {
        expect(presetFileName(name)).toMatch(/^[a-z0-9-]{8,53}\.json$/);
      }),
    );
  });

  it('keeps names apart that differ only in case or punctuation', () => {
    const files = ['a b', 'A b', 'a-b', 'a/b', 'ä b'].map((name) => presetFileName(name).toLowerCase());
    expect(new Set(files).size).toBe(5);
  });
});

describe('presetFolder', () => {
  it.each([
    ['linux', {}, '/home/u/.config/framesift/presets'],
    ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/framesift/presets'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/u/.config/framesift/presets'],
    ['linux', { XDG_CONFIG_HOME: '/x', FRAMESIFT_CONFIG_DIR: '/f' }, '/f/presets'],
    ['darwin', {}, '/home/u/Library/Application Support/framesift/presets'],
  ])('on %s with %o is %s', (platform, env, folder) => {
    expect(presetFolder({ platform, home: '/home/u', env })).toBe(folder);
  });

  it('on Windows lies in APPDATA', () => {
    const home = 'C:\\Users\\u';
    expect(presetFolder({ platform: 'win32', home, env: { APPDATA: 'D:\\Roaming' } })).toBe(
      'D:\\Roaming\\framesift\\presets',
    );
    expect(presetFolder({ platform: 'win32', home, env: {} })).toBe(
      'C:\\Users\\u\\AppData\\Roaming\\framesift\\presets',
    );
  });
});
