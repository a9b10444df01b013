import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { manifestFileSchema } from '../../src/contract/run-files.ts';
import { madeFace } from '../../src/select/face.fixture.ts';
import { framesift } from '../support/cli.ts';
import { commandLine } from '../support/in-process.ts';
import { type MadeRun, makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';

/** Frame n: 0 nobody; else anna at n/20, with closed eyes in every third; from 10 on bob before her, turned away. */
function facesOf(n: number) {
  if (n === 0) return [];
  const anna = madeFace({
    person: 'anna',
    distance: n / 20,
    eyes_closed: n % 3 === 0 ? 0.9 : 0.2,
    confidence: 0.8,
    embedding: n,
  });
  const bob = madeFace({ person: 'bob', distance: 0.1, yaw: 0.8, eyes_closed: null });
  return n < 10 ? [anna] : [bob, anna];
}

const FRAMES = 14;
const all = Array.from({ length: FRAMES }, (_, n) => n);
let parent: string;
let run: MadeRun;
let faceless: MadeRun;

beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'framesift-faces-'));
  const common = { records: FRAMES, rejected: 0, errors: 0, width: 64, height: 36 };
  run = await makeRun(parent, { ...common, name: 'people', faces: { of: facesOf } });
  faceless = await makeRun(parent, { ...common, name: 'made without' });
});

afterAll(() => rm(parent, { recursive: true, force: true }));

async function kept(...words: string[]) {
  const { exitCode, out, err } = await commandLine('filter', run.folder, ...words, '--json');
  expect(exitCode, err.join('\n')).toBe(0);
  const result: { kept: number[]; total: number; reasons: Record<string, number> } = JSON.parse(out[0] ?? '');
  return { ...result, err };
}

describe('framesift filter by faces', () => {
  it('keeps frames of which one face meets everything, and names the reasons', async () => {
    expect(await kept()).toMatchObject({ kept: all, reasons: {}, err: [] });
    expect((await kept('--max-face-distance', '0.25')).kept).toEqual([1, 2, 3, 4, 5, 10, 11, 12, 13]);
    expect(await kept('--max-face-distance', '0.25', '--person', 'anna')).toMatchObject({
      kept: [1, 2, 3, 4, 5],
      reasons: { face_distance: 9 },
      err: [],
    });
    expect((await kept('--person', 'bob', '--max-face-distance', '0.1')).kept).toEqual([10, 11, 12, 13]);
    expect((await kept('--person', 'anna', '--eyes-open', '--max-face-distance', '2')).reasons).toEqual({
      face_distance: 1,
      eyes_closed: 4,
    });
    expect((await kept('--min-faces', '2')).kept).toEqual([10, 11, 12, 13]);
    expect((await kept('--max-faces', '0')).kept).toEqual([0]);
    expect((await kept('--min-yaw', '-0.5', '--max-yaw', '0.5', '--person', 'bob')).reasons).toEqual({
      face_distance: 1,
      person: 9,
      face_yaw: 4,
    });
  });

  it('takes the limit of the models for a person without one', async () => {
    expect((await kept('--person', 'anna')).kept).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const help = (await commandLine('filter', '--help')).out.join('\n').replaceAll(/\s+/g, ' ');
    expect(help).toContain('Without --max-face-distance the limit of the models of the run applies.');
  });

  it('shows count and distance beside the frames of a run with faces', async () => {
    const { out } = await commandLine('filter', run.folder, '--min-faces', '2');
    const text = out.join('\n');
    expect(text).toContain('4 of 14 frames pass');
    expect(text).toContain('10  face_count: number of faces outside the bounds');
    expect(text).toMatch(/faces.*distance.*file/);
    expect(text).toMatch(/2\s*│\s*0\.100\s*│\s*frame_000010\.jpg/);
    const without = (await commandLine('filter', faceless.folder)).out.join('\n');
    expect(without).not.toContain('distance');
  });

  it.each([['--person', 'anna'], ['--max-face-distance', '1'], ['--min-faces', '0'], ['--eyes-open']])(
    'of a run without faces keeps nothing, and says how to make one: %s',
    async (...words) => {
      const { exitCode, out, err } = await commandLine('filter', faceless.folder, ...words);
      expect(exitCode).toBe(0);
      expect(out[0]).toBe('0 of 14 frames pass');
      expect(err).toHaveLength(1);
      expect(err[0]).toMatch(/^warning: this run was made without faces/);
      expect(err[0]).toContain("`framesift analyze '/videos/made without.mp4' --enable-face-filter`");
    },
  );

  it('says that nobody is called that, and who there is', async () => {
    const { kept: frames, err } = await kept('--person', 'Anna');
    expect(frames).toEqual([]);
    expect(err).toEqual([
      'warning: no face of this run is nearest to Anna, so no frame passes; its people are anna, bob',
    ]);
  });

  it('says that nobody was looked for', async () => {
    const { folder } = await makeRun(parent, {
      records: 3,
      name: 'strangers',
      pictures: 0,
      faces: { of: () => [madeFace()] },
    });
    for (const words of [
      ['--person', 'anna'],
      ['--max-face-distance', '1'],
    ]) {
      const { out, err } = await commandLine('filter', folder, ...words);
      expect(out[0]).toBe('0 of 3 frames pass');
      expect(err).toHaveLength(1);
      expect(err[0]).toMatch(/compared with nobody.*--face-ref NAME=PICTURE/);
    }
    expect((await commandLine('filter', folder, '--min-faces', '1')).err).toEqual([]);
  });

  it('warns of a distance for other models, naming both', async () => {
    const foreign = await kept('--max-face-distance', '0.25', '--face-pack', 'buffalo_l');
    expect(foreign.kept).toHaveLength(9);
    expect(foreign.err[0]).toMatch(/buffalo_l.*faceplugin/);
    expect((await kept('--max-face-distance', '0.25', '--face-pack', 'faceplugin')).err).toEqual([]);
    expect((await kept('--max-face-distance', '0.25')).err).toEqual([]);
    expect((await kept('--face-pack', 'buffalo_l')).err).toEqual([
      'warning: --face-pack has no effect without --max-face-distance',
    ]);
  });

  it.each([
    [['--max-face-distance', '2.1'], '--max-face-distance must be a number from 0 to 2'],
    [['--max-face-distance', '-0.1'], '--max-face-distance must be a number from 0 to 2'],
    [['--max-face-distance', 'near'], '--max-face-distance must be a number from 0 to 2'],
    [['--person', ''], '--person must be a text'],
    [['--min-faces', '1.5'], '--min-faces must be a whole number from 0 to 1000'],
    [['--min-faces', '2', '--max-faces', '1'], '--min-faces 2 is above --max-faces 1'],
    [['--min-yaw', '-3'], '--min-yaw must be a number from -2 to 2'],
    [['--min-yaw', '0.5', '--max-yaw', '-0.5'], '--min-yaw 0.5 is above --max-yaw -0.5'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, err } = await commandLine('filter', run.folder, ...words);
    expect(exitCode).toBe(2);
    expect(err[0]).toContain(message);
  });
});

describe('framesift export by faces', () => {
  it('writes the frames that filter keeps, with the thresholds in effect and the faces of each', async () => {
    const to = path.join(temporaryFolder(), 'out');
    const words = ['--person', 'anna', '--eyes-open', '--sidecar', 'both', '--to', to];
    const { exitCode, stdout, stderr } = await framesift(['export', run.folder, ...words, '--json'], {
      cwd: temporaryFolder(),
    });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ exported: 6, warnings: [] });
    const manifest = manifestFileSchema.parse(
      JSON.parse(await readFile(path.join(to, 'manifest.json'), 'utf8')),
    );
    expect(manifest.frames.map(({ frame_number }) => frame_number)).toEqual([1, 2, 4, 5, 7, 8]);
    expect(manifest.criteria).toMatchObject({
      person: 'anna',
      maxFaceDistance: 0.45,
      facePack: 'faceplugin',
      eyesOpen: true,
    });
    const [header, first, ...others] = (await readFile(path.join(to, 'metadata.csv'), 'utf8')).split('\r\n');
    expect(header).toMatch(/,face_count,max_face_confidence,faces,face_distance,error$/);
    expect(first).toMatch(
      /,1,0\.8,"\[\{""box"":\[100\.5,50\.25,300,290\.125\],.*""person"":""anna"",.*\}\]",0\.05,$/,
    );
    expect(others).toHaveLength(6);
    const lines = (await readFile(path.join(to, 'metadata.jsonl'), 'utf8')).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ frame_number: 1, faces: [{ person: 'anna' }] });
    const again = path.join(temporaryFolder(), 'again');
    const given = Object.entries(manifest.criteria).filter(
      ([name]) => name !== 'weights' && name !== 'eyesOpen',
    );
    const flags = given.flatMap(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      String(value),
    ]);
    await commandLine('export', run.folder, ...flags, '--eyes-open', '--to', again);
    expect((await readdir(again)).filter((name) => name.endsWith('.jpg'))).toHaveLength(6);
  });

  it('of a run without faces finds nothing to write, and says why', async () => {
    const to = path.join(temporaryFolder(), 'none');
    const { code, err } = await commandLine('export', faceless.folder, '--min-faces', '1', '--to', to);
    expect(code).toBe('nothing_selected');
    expect(err[0]).toContain('warning: this run was made without faces');
  });

  it('of a distance for other models warns, also as JSON', async () => {
    const to = path.join(temporaryFolder(), 'foreign');
    const words = ['--max-face-distance', '0.25', '--face-pack', 'buffalo_l', '--to', to, '--json'];
    const { out } = await commandLine('export', run.folder, ...words);
    expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({
      exported: 9,
      warnings: [expect.stringMatching(/buffalo_l.*faceplugin/)],
    });
    const manifest = manifestFileSchema.parse(
      JSON.parse(await readFile(path.join(to, 'manifest.json'), 'utf8')),
    );
    expect(manifest.criteria).toMatchObject({ maxFaceDistance: 0.25, facePack: 'buffalo_l' });
  });
});

describe('presets with a face distance', () => {
  it('hold the models that it belongs to, and another distance on the command line needs none', async () => {
    vi.stubEnv('FRAMESIFT_CONFIG_DIR', temporaryFolder());
    const saved = async (name: string) => {
      const shown: { options: Record<string, unknown> } = JSON.parse(
        (await commandLine('presets', 'show', name, '--json')).out[0] ?? '',
      );
      return shown.options;
    };
    await commandLine('presets', 'save', 'own', '--max-face-distance', '0.25');
    expect(await saved('own')).toEqual({ maxFaceDistance: 0.25, facePack: 'faceplugin' });
    expect((await kept('--preset', 'own')).err).toEqual([]);
    await commandLine('presets', 'save', 'other', '--max-face-distance', '0.9', '--face-model', 'buffalo_l');
    expect(await saved('other')).toEqual({
      maxFaceDistance: 0.9,
      faceModel: 'buffalo_l',
      facePack: 'buffalo_l',
    });
    expect((await kept('--preset', 'other')).err[0]).toMatch(/0\.9.*buffalo_l.*faceplugin/);
    const own = await kept('--preset', 'other', '--max-face-distance', '0.25');
    expect([own.err, own.kept.length]).toEqual([[], 9]);
    vi.unstubAllEnvs();
  });
});
