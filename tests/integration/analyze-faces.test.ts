import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrameRecord, frameRecordSchema } from '../../src/contract/record.ts';
import { runFileSchema } from '../../src/contract/run-files.ts';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { innormModel, madeUpPack } from '../support/face-models.ts';
import { analyzeHere, commandLine, reportedFrames } from '../support/in-process.ts';
import { libraryRun } from '../support/library-run.ts';
import { pacedFfmpeg } from '../support/paced-ffmpeg.ts';
import { hasShared, SHARED } from '../support/project.ts';
import { recordedLines, runState } from '../support/run-state.ts';
import { startSession } from '../support/session.ts';

const FRAMES = 100;
let cwd = '';
let clip = '';
let pack = '';
/** Pictures of the person that is looked for. */
let anna = '';
let bert = '';
/** A run with faces that nobody interrupted. */
let whole: Record<string, string> = {};
let wholeRun = '';

const recordsOf = (folder: string): FrameRecord[] =>
  recordedLines(folder).map((line) => frameRecordSchema.parse(JSON.parse(line)));
const runOf = (folder: string) =>
  runFileSchema.parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')));

let folders = 0;
/** Analyses the clip into a folder of its own. */
async function analyzed(words: readonly string[], input = clip) {
  const folder = path.join(cwd, `run-${folders++}`);
  const result = await analyzeHere(folder, input, '--face-model', pack, ...words);
  return { ...result, parent: folder, run: path.join(folder, 'out', path.parse(input).name) };
}

/** A copy of the whole run that a test may change, in a folder of its own. */
async function copiedWhole() {
  const parent = path.join(cwd, `run-${folders++}`);
  const run = path.join(parent, 'out', path.basename(wholeRun));
  await cp(wholeRun, run, { recursive: true, preserveTimestamps: true });
  return { parent, run };
}

const referenceWords = () => ['--face-ref', `anna=${anna}#480,190`, '--face-ref', `bert=${bert}#480,190`];
const BASE = ['--method', 'all'];

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  clip = await alternatingClip(cwd, 'clip.mp4', FRAMES / 25, '640x360');
  pack = madeUpPack(cwd);
  const plain = (name: string, background: string) =>
    sharp({ create: { width: 640, height: 360, channels: 3, background } })
      .png()
      .toFile(path.join(cwd, name));
  await Promise.all([plain('anna.png', '#2040c0'), plain('bert.png', '#c0e020')]);
  [anna, bert] = [path.join(cwd, 'anna.png'), path.join(cwd, 'bert.png')];
  const { exitCode, run } = await analyzed([...BASE, ...referenceWords()]);
  expect(exitCode).toBe(0);
  [whole, wholeRun] = [runState(run), run];
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('a run that looks for faces', () => {
  it('records them with box, pose, person and distance, and stores a row for each embedding', () => {
    const records = recordsOf(wholeRun);
    expect(records).toHaveLength(FRAMES);
    expect(records.map(({ face_count }) => face_count)).toEqual(records.map(() => 6));
    const rows = records.flatMap(({ faces }) => faces?.map(({ embedding }) => embedding) ?? []);
    expect(rows).toEqual(rows.map((_, row) => row));
    expect(statSync(path.join(wholeRun, 'face_embeddings.f16')).size).toBe(rows.length * 1024);
    for (const { faces, face_distance, max_face_confidence } of records) {
      const distances = faces?.map(({ distance }) => distance ?? Number.NaN) ?? [];
      expect(face_distance).toBe(Math.min(...distances));
      expect(max_face_confidence).toBe(faces?.[0]?.confidence);
    }
    expect(records[0]?.faces?.[0]).toMatchObject({
      box: [120, 32, 200, 136],
      weak: false,
      eyes_closed: null,
    });
    expect(new Set(records.flatMap(({ faces }) => faces?.map(({ person }) => person)))).toEqual(
      new Set(['anna', 'bert']),
    );
    expect(runOf(wholeRun).faces).toMatchObject({
      ...{ pack: 'made-up', dimensions: 512, max_distance: 0.5 },
      references: [
        { person: 'anna', file: 'anna.png' },
        { person: 'bert', file: 'bert.png' },
      ],
    });
  });

  it.each(casesOf([[['--workers', '1']], [['--workers', '3']]], 1))(
    'gives the same bytes with %j',
    async (words) => {
      expect(runState((await analyzed([...BASE, ...referenceWords(), ...words])).run)).toEqual(whole);
    },
  );

  it.runIf(EVERY_CASE)('gives the same bytes where pictures come through the event loop', async () => {
    const folder = path.join(cwd, `run-${folders++}`);
    const words = ['analyze', clip, '--out', folder, '--face-model', pack, ...BASE, ...referenceWords()];
    expect(await startSession(words, { cwd, env: { FRAMESIFT_PIPE: 'stream' } }).end).toMatchObject({
      code: 0,
    });
    expect(runState(path.join(folder, 'clip'))).toEqual(whole);
  });

  it('is continued to the same bytes after a kill, though it looked for nobody before', async () => {
    const folder = path.join(cwd, `run-${folders++}`);
    const { program } = pacedFfmpeg(cwd, 1);
    const words = ['analyze', clip, '--out', folder, '--face-model', pack, ...BASE];
    const session = startSession([...words, '--enable-face-filter'], { cwd, env: { FFMPEG_PATH: program } });
    await session.reported(10);
    session.child.kill('SIGKILL');
    await session.end;
    const before = recordedLines(path.join(folder, 'clip')).length;
    expect(before).toBeLessThan(FRAMES);
    const last = await commandLine(...words, ...referenceWords(), '--log-dir', cwd, '--json');
    expect(last).toMatchObject({ exitCode: 0 });
    expect(reportedFrames(last)).toHaveLength(FRAMES - before);
    expect(runState(path.join(folder, 'clip'))).toEqual(whole);
  });

  it('compares with other people without decoding, and with the first ones again', async () => {
    const { parent, run } = await analyzed([...BASE, '--enable-face-filter']);
    expect(recordsOf(run)[0]).toMatchObject({
      face_distance: null,
      faces: [{ person: null, distance: null }, {}, {}, {}, {}, {}],
    });
    const pictures = statSync(path.join(run, 'frame_000000.jpg')).mtimeMs;
    const again = (words: readonly string[]) =>
      analyzeHere(parent, clip, '--face-model', pack, ...BASE, ...words);
    expect((await again(referenceWords())).stdout).toContain('nothing to do');
    expect(runState(run)).toEqual(whole);
    expect(statSync(path.join(run, 'frame_000000.jpg')).mtimeMs).toBe(pictures);
    await again(['--face-ref-img', `${bert}#480,190`]);
    expect(recordsOf(run)[7]?.faces?.[0]).toMatchObject({ person: 'reference' });
    await again(referenceWords());
    expect(runState(run)).toEqual(whole);
  });

  it.runIf(EVERY_CASE)(
    'keeps its people where it is gone on with in its folder, whatever became of their pictures',
    async () => {
      const { run } = await copiedWhole();
      const lines = recordedLines(run);
      truncateSync(path.join(run, 'metadata.jsonl'), lines.slice(0, 60).join('\n').length + 1);
      writeFileSync(
        path.join(run, 'run.json'),
        `${JSON.stringify({ ...runOf(run), counts: null }, null, 2)}\n`,
      );
      await libraryRun(
        clip,
        path.dirname(run),
        { method: 'all', faceModel: pack, enableFaceFilter: true },
        { folder: run },
      );
      expect(runState(run)).toEqual(whole);
    },
  );

  it('is another run with other models of the same name', async () => {
    const own = madeUpPack(path.join(cwd, 'changing'));
    const folder = path.join(cwd, `run-${folders++}`);
    const again = () => analyzeHere(folder, clip, '--face-model', own, '--enable-face-filter');
    await again();
    const { config_hash } = runOf(path.join(folder, 'out/clip'));
    copyFileSync(innormModel(), path.join(own, 'arcface_random.onnx'));
    expect((await again()).exitCode).toBe(0);
    expect(readdirSync(path.join(folder, 'out'))).toHaveLength(2);
    expect(runOf(path.join(folder, 'out/clip')).config_hash).not.toBe(config_hash);
  });

  it.runIf(EVERY_CASE)('whose embeddings are cut off is analysed again from there', async () => {
    const { parent, run } = await copiedWhole();
    truncateSync(path.join(run, 'face_embeddings.f16'), 1024 * 61);
    const { exitCode, stderr } = await analyzeHere(
      parent,
      clip,
      '--face-model',
      pack,
      ...BASE,
      ...referenceWords(),
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('records of the run are missing or damaged');
    expect(runState(run)).toMatchObject(whole);
  });

  it('takes pictures as a source as well', async () => {
    const folder = path.join(cwd, 'album');
    await mkdir(folder);
    for (const colour of ['#111111', '#8899aa', '#f0e0d0']) {
      const picture = sharp({ create: { width: 640, height: 360, channels: 3, background: colour } });
      await sharp(await picture.jpeg().toBuffer()).toFile(path.join(folder, `${colour.slice(1)}.jpg`));
    }
    const { run } = await analyzed(['--method', 'all', ...referenceWords()], folder);
    expect(recordsOf(run).map(({ face_count, faces }) => [face_count, faces?.[0]?.person])).toEqual([
      [6, expect.stringMatching(/anna|bert/)],
      [6, expect.stringMatching(/anna|bert/)],
      [6, expect.stringMatching(/anna|bert/)],
    ]);
  });
});

describe('the presence pre-filter', () => {
  const counts = (run: string) => {
    const sums: Record<string, number> = {};
    for (const { reject_reason: reason } of recordsOf(run)) sums[`${reason}`] = (sums[`${reason}`] ?? 0) + 1;
    return sums;
  };

  it.each([
    [['--min-face-confidence', '0.95'], 'face_confidence'],
    [['--min-face-area', '20'], 'face_area'],
  ])('%j rejects before writing, with the reason', async (words, reason) => {
    const { run } = await analyzed(['--pre-filter-face', ...words]);
    const records = recordsOf(run);
    expect(counts(run)).toEqual({ [reason]: records.length });
    expect(records[0]).toMatchObject({ status: 'rejected', filename: null, face_count: 6 });
  });

  it('keeps what has a face that is sure and large enough', async () => {
    const { run } = await analyzed([
      '--pre-filter-face',
      '--min-face-confidence',
      '0.9',
      '--min-face-area',
      '18',
    ]);
    expect(Object.keys(counts(run))).toEqual(['null']);
  });

  it('looks only at frames that pass the scores', async () => {
    const { run } = await analyzed([
      ...BASE,
      '--pre-filter-face',
      '--pre-filter',
      'overall',
      '--pre-min-quality',
      '55',
    ]);
    const [poor, good] = [true, false].map((is) =>
      recordsOf(run).filter(({ reject_reason }) => (reject_reason === 'quality') === is),
    );
    expect(poor?.length).toBeGreaterThan(0);
    expect(good?.length).toBeGreaterThan(0);
    expect(new Set(poor?.map(({ face_count, faces }) => `${face_count} ${faces}`))).toEqual(
      new Set(['null null']),
    );
    expect(new Set(good?.map(({ face_count }) => face_count))).toEqual(new Set([6]));
  });
});

describe('what is wrong with models and references', () => {
  const refused = (...words: string[]) =>
    commandLine(
      'analyze',
      clip,
      '--out',
      path.join(cwd, 'refused'),
      '--log-dir',
      cwd,
      '--face-model',
      pack,
      ...words,
    );

  it.each<[string, () => string[], number, string]>([
    ['a missing picture', () => ['--face-ref-img', path.join(cwd, 'no.png')], 4, 'face_reference_missing'],
    ['an empty folder', () => ['--face-ref-img', pack], 4, 'face_reference_empty'],
    ['a text', () => ['--face-ref-img', clip], 4, 'face_picture_invalid'],
    ['several faces', () => ['--face-ref-img', anna], 4, 'face_reference_several'],
    ['no face at a point', () => ['--face-ref-img', `${anna}#5,5`], 4, 'face_reference_point'],
    ['no name', () => ['--face-ref', anna], 2, 'face_reference_invalid'],
    ['unknown models', () => ['--enable-face-filter', '--face-model', 'yunett'], 2, 'usage'],
    ['a folder without models', () => ['--enable-face-filter', '--face-model', cwd], 3, 'pack_invalid'],
    ['a confidence above 1', () => ['--pre-filter-face', '--min-face-confidence', '70'], 2, 'invalid_option'],
  ])('%s', async (_, words, exitCode, code) => {
    expect(await refused(...words())).toMatchObject({ exitCode, code });
  });

  it('terms that nobody accepted', async () => {
    const words = [
      '--enable-face-filter',
      '--face-model',
      'buffalo_s',
      '--models-dir',
      path.join(cwd, 'none'),
    ];
    expect(await refused(...words)).toMatchObject({ exitCode: 3, code: 'licence_needed' });
  });

  it('a model that is damaged', async () => {
    const broken = madeUpPack(path.join(cwd, 'broken'));
    writeFileSync(path.join(broken, 'scrfd_9_batched.onnx'), 'version https://git-lfs.github.com/spec/v1\n');
    expect(await refused('--enable-face-filter', '--face-model', broken)).toMatchObject({
      exitCode: 3,
      code: 'model_invalid',
    });
  });

  it('options that have no effect are named', async () => {
    const { err } = await refused('--min-face-area', '3', '--face-tiles');
    expect(err.join('\n')).toContain('--min-face-area has no effect without --pre-filter-face');
    expect(err.join('\n')).toContain('--face-tiles has no effect without --enable-face-filter');
  });
});

it('no part of a run with faces asks for the network', async () => {
  const deny = path.resolve(import.meta.dirname, '../support/deny-network.mjs');
  const folder = path.join(cwd, `run-${folders++}`);
  const words = ['analyze', clip, '--out', folder, '--face-model', pack, ...BASE, ...referenceWords()];
  const env = { NODE_OPTIONS: `--import ${deny}` };
  expect(await startSession(words, { cwd, env }).end).toMatchObject({ code: 0, stderr: '' });
  expect(runState(path.join(folder, 'clip'))).toEqual(whole);
  // The denial works: a pack that has to be downloaded is asked for.
  const none = ['--models-dir', path.join(cwd, 'none'), '--face-model', 'faceplugin'];
  const asked = await startSession(['analyze', clip, '--out', folder, ...none, '--enable-face-filter'], {
    cwd,
    env: { ...env, FRAMESIFT_MODELS: '', XDG_CACHE_HOME: path.join(cwd, 'cache') },
  }).end;
  expect(asked.code).toBe(99);
});

const MODELS = path.join(SHARED, 'models/faces');

describe.runIf(hasShared && EVERY_CASE)('people-mixed.mp4', () => {
  const media = (name: string) => path.join(SHARED, 'media', name);
  const reference = path.join(SHARED, 'fixtures/faces/images/person_a1.jpg');

  it('keeps exactly the frames of the person at the distance of the models', async () => {
    const folder = path.join(cwd, `run-${folders++}`);
    const words = [
      '--method',
      'all',
      '--models-dir',
      MODELS,
      '--face-ref-img',
      reference,
      '--pre-filter-face',
    ];
    expect((await analyzeHere(folder, media('people-mixed.mp4'), ...words)).exitCode).toBe(0);
    const records = recordsOf(path.join(folder, 'out/people-mixed'));
    const facts = JSON.parse(readFileSync(media('people-mixed.json'), 'utf8'));
    const numbersOf = (fits: (person: string | null) => boolean): number[] =>
      facts.segments.flatMap(
        ({ first, last, person }: { first: number; last: number; person: string | null }) =>
          fits(person) ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : [],
      );
    const numbers = (fits: (record: FrameRecord) => boolean) =>
      records.filter(fits).map(({ frame_number }) => frame_number);
    expect(numbers(({ reject_reason }) => reject_reason === 'no_face')).toEqual(
      numbersOf((who) => who === null),
    );
    const near = ({ face_distance }: FrameRecord) => (face_distance ?? 2) <= 0.45;
    expect(numbers(near)).toEqual(numbersOf((who) => who === 'a'));
    for (const { frame, faces } of facts.frames_checked) {
      expect(records[frame]?.faces?.length ?? 0, `frame ${frame}`).toBe(faces.length);
      if (faces.length > 0) expect(records[frame]?.face_distance).toBeCloseTo(faces[0].distance, 1);
    }
  });
});
