import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/contract/events.ts';
import { type FrameRecord, frameRecordSchema } from '../../src/contract/record.ts';
import { runFileSchema } from '../../src/contract/run-files.ts';
import { shotMasksSchema } from '../../src/contract/subject-file.ts';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { madeUpPack } from '../support/face-models.ts';
import { analyzeHere, commandLine } from '../support/in-process.ts';
import { libraryRun } from '../support/library-run.ts';
import { hasShared, SHARED } from '../support/project.ts';
import { recordedLines, runState } from '../support/run-state.ts';
import { madeUpSam2 } from '../support/sam2-models.ts';
import { startSession } from '../support/session.ts';
import { AWAY, RED_TOP, redLeft, SHOT_FRAMES, SQUARE, subjectClip } from '../support/subject-clip.ts';

const SIZE = { width: 320, height: 180 };
const FRAMES = 3 * SHOT_FRAMES;
/** In the middle of the red square of frame 2. */
const RED = `2:${20 + 16 + SQUARE / 2},${RED_TOP + SQUARE / 2}`;

let cwd = '';
let clip = '';
let model = '';
/** A run with masks that nobody interrupted. */
let whole: Record<string, string> = {};
let wholeRun = '';

const recordsOf = (folder: string): FrameRecord[] =>
  recordedLines(folder).map((line) => frameRecordSchema.parse(JSON.parse(line)));
const masksOf = (folder: string) =>
  readFileSync(path.join(folder, 'masks.jsonl'), 'utf8').trim().split('\n').slice(1);
const seedsOf = (records: readonly FrameRecord[]) => [
  ...new Set(records.map(({ shot_id, seed_type }) => `${shot_id} ${seed_type}`)),
];

let folders = 0;
const analyzed = async (...words: string[]) => {
  const folder = path.join(cwd, `run-${folders++}`);
  const result = await analyzeHere(folder, clip, '--sam2-weights-path', model, ...words);
  return { ...result, run: path.join(folder, 'out', 'subject') };
};
const BASE = ['--method', 'all', '--png', '--enable-subject-mask'];

/** A copy of the whole run that a test may change; `again` analyses the clip in its place with the same words. */
const copiedWhole = async () => {
  const folder = path.join(cwd, `run-${folders++}`);
  const run = path.join(folder, 'out', 'subject');
  await cp(wholeRun, run, { recursive: true, preserveTimestamps: true });
  const words = ['--sam2-weights-path', model, ...BASE, '--subject-point', RED];
  return { run, again: () => analyzeHere(folder, clip, ...words) };
};

beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  clip = await subjectClip(cwd);
  model = madeUpSam2(cwd, { size: 128 });
  const { exitCode, run } = await analyzed(...BASE, '--subject-point', RED);
  expect(exitCode).toBe(0);
  [whole, wholeRun] = [runState(run), run];
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** Overlap of a stored mask with the true square. */
async function iouOf(run: string, { frame_number, mask_path }: FrameRecord): Promise<number> {
  const left = redLeft(frame_number) ?? Number.NaN;
  const mask = sharp(path.join(run, mask_path ?? '')).extractChannel(0);
  const { data, info } = await mask.raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ ...SIZE, channels: 1 });
  let [both, either] = [0, 0];
  data.forEach((value, i) => {
    const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
    const truth = x >= left && x < left + SQUARE && y >= RED_TOP && y < RED_TOP + SQUARE;
    both += truth && value > 128 ? 1 : 0;
    either += truth || value > 128 ? 1 : 0;
  });
  return both / either;
}

describe('a run with subject masks', () => {
  it('follows what was pointed at, loses it when it leaves, and finds it again in another shot', async () => {
    const records = recordsOf(wholeRun);
    expect(records.map(({ frame_number }) => frame_number)).toEqual(
      Array.from({ length: FRAMES }, (_, i) => i),
    );
    for (const record of records) {
      const { frame_number: frame, mask_empty, object_score } = record;
      expect(mask_empty, `frame ${frame}`).toBe(redLeft(frame) === null);
      expect(record.shot_id).toBe(Math.floor(frame / SHOT_FRAMES));
      if (frame < 2 * SHOT_FRAMES) expect((object_score ?? 0) > 0).toBe(redLeft(frame) !== null);
      if (redLeft(frame) !== null) expect(await iouOf(wholeRun, record)).toBeGreaterThan(0.7);
    }
    expect(seedsOf(records)).toEqual(['0 chosen', '1 memory', '2 null']);
  });

  it('says why a frame is without the subject, gives it no scores, and keeps its picture', () => {
    const records = recordsOf(wholeRun);
    const away = {
      status: 'kept',
      mask_path: null,
      mask_area_pct: 0,
      quality_score: null,
      sharpness_raw: null,
    };
    expect(records[AWAY.first]).toMatchObject({
      ...away,
      filename: `frame_00000${AWAY.first}.png`,
      error: 'the subject is not in the picture',
    });
    expect(records[2 * SHOT_FRAMES]).toMatchObject({
      ...away,
      error: 'the subject was not found in this shot',
      object_score: null,
    });
  });

  it('measures only what lies inside the mask', async () => {
    for (const record of recordsOf(wholeRun).filter(
      ({ frame_number: n }) => n % 7 === 0 && redLeft(n) !== null,
    )) {
      const read = (name: string | null | undefined) => sharp(path.join(wholeRun, name ?? ''));
      const picture = await read(record.filename).raw().toBuffer();
      const mask = await read(record.mask_path).extractChannel(0).raw().toBuffer();
      const inside: number[] = [];
      mask.forEach((value, i) => {
        const [red = 0, green = 0, blue = 0] = picture.subarray(i * 3, i * 3 + 3);
        if (value > 128) inside.push((9798 * red + 19235 * green + 3735 * blue + 16384) >> 15);
      });
      const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
      const deviation = Math.sqrt(
        inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inside.length,
      );
      const shares = new Map<number, number>();
      for (const value of inside) shares.set(value, (shares.get(value) ?? 0) + 1 / inside.length);
      const entropy = -[...shares.values()].reduce((sum, share) => sum + share * Math.log2(share), 0);
      expect(record.mask_area_pct).toBeCloseTo((inside.length * 100) / (SIZE.width * SIZE.height), 3);
      expect(record.brightness_score).toBeCloseTo((mean / 255) * 100, 3);
      expect(record.contrast_score).toBeCloseTo((Math.min(deviation / mean, 2) / 2) * 100, 3);
      expect(record.entropy_score).toBeCloseTo((entropy / 8) * 100, 3);
    }
  });

  it('notes the model and how shots were told', () => {
    const file = runFileSchema.parse(JSON.parse(readFileSync(path.join(wholeRun, 'run.json'), 'utf8')));
    expect(file).toMatchObject({
      subject: { model: 'made-up-sam2', image_size: 128, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      shots: { detector: 'best' },
      options: { enableSubjectMask: true, subjectPoint: [RED], sceneDetect: true },
    });
  });

  it.runIf(EVERY_CASE).each([[['--workers', '1']], [['--workers', '3']]])(
    'gives the same bytes with %j',
    async (words) => {
      expect(runState((await analyzed(...BASE, '--subject-point', RED, ...words)).run)).toEqual(whole);
    },
  );

  it.runIf(EVERY_CASE)('gives the same bytes where pictures come through the event loop', async () => {
    const folder = path.join(cwd, `run-${folders++}`);
    const words = [
      'analyze',
      clip,
      '--out',
      folder,
      '--sam2-weights-path',
      model,
      ...BASE,
      '--subject-point',
      RED,
    ];
    const session = startSession(words, { cwd, env: { FRAMESIFT_PIPE: 'stream' } });
    expect(await session.end).toMatchObject({ code: 0 });
    expect(runState(path.join(folder, 'subject'))).toEqual(whole);
  });

  it.runIf(EVERY_CASE)(
    'is continued to the same bytes after a kill in the middle of tracking, without tracking a shot twice',
    async () => {
      const folder = path.join(cwd, `run-${folders++}`);
      const words = [
        'analyze',
        clip,
        '--out',
        folder,
        '--sam2-weights-path',
        model,
        ...BASE,
        '--subject-point',
        RED,
      ];
      const run = path.join(folder, 'subject');
      const session = startSession(words, { cwd });
      for (let waited = 0; waited < 600; waited++) {
        const text = await readLater(path.join(run, 'masks.jsonl'));
        if (text.split('\n').length > 2) break;
      }
      session.child.kill('SIGKILL');
      await session.end;
      const done = masksOf(run).map((line) => shotMasksSchema.parse(JSON.parse(line)).shot_id);
      expect(done[0]).toBe(0);
      expect(recordedLines(run).length).toBeLessThan(FRAMES);
      // A mask of a shot that is done is not written again.
      const before = readFileSync(path.join(run, 'masks/frame_000000.png'));
      expect(await commandLine(...words, '--log-dir', cwd)).toMatchObject({ exitCode: 0 });
      expect(readFileSync(path.join(run, 'masks/frame_000000.png'))).toEqual(before);
      expect(runState(run)).toEqual(whole);
    },
  );

  it('is continued in the middle of a shot, without tracking its frames twice', async () => {
    const folder = path.join(cwd, `run-${folders++}`);
    const options = { enableSubjectMask: true, sam2WeightsPath: model, subjectPoint: [RED], png: true };
    const masks = path.join(folder, 'subject/masks');
    const writtenAt = () =>
      new Map(readdirSync(masks).map((name) => [name, statSync(path.join(masks, name)).mtimeMs]));
    const before: Map<string, number>[] = [];
    for (const stopAt of [4, 11, Number.POSITIVE_INFINITY]) {
      const stop = new AbortController();
      const emit = (event: RunEvent) => {
        if (event.event === 'progress' && event.counts.processed === 0 && event.done >= stopAt) stop.abort();
      };
      // Reports come at most ten times a second, so the clock stands out of the way.
      let clock = 0;
      const now = () => {
        clock += 1000;
        return new Date(clock);
      };
      const context = { emit, now, signal: stop.signal, checkpointMs: 0 };
      await libraryRun(clip, folder, options, context).catch((thrown: unknown) => {
        if (!stop.signal.aborted) throw thrown;
      });
      before.push(writtenAt());
    }
    const last = before.at(-1);
    for (const [i, stopped] of [4, 11].entries()) {
      const kept = [...(before[i] ?? [])].filter(([name, at]) => last?.get(name) === at);
      // The frame in hand may have been stored and not noted.
      expect(kept.length).toBeGreaterThanOrEqual(stopped - 1 - (stopped > 9 ? AWAY.end - AWAY.first : 0));
    }
    expect(runState(path.join(folder, 'subject'))).toEqual(whole);
  });

  it.runIf(EVERY_CASE)('makes masks again that are lost', async () => {
    const { run, again } = await copiedWhole();
    rmSync(path.join(run, 'masks/frame_000020.png'));
    expect((await again()).exitCode).toBe(0);
    expect(runState(run)).toEqual(whole);
  });
});

/** Text of a file a moment later; nothing while there is none. */
async function readLater(file: string): Promise<string> {
  await new Promise((done) => setTimeout(done, 20));
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe('what a person points at', () => {
  it.runIf(EVERY_CASE)('afterwards changes that shot alone, and taking it back undoes it', async () => {
    const { run, again } = await copiedWhole();
    const prompt = {
      ...{ frame_number: 20, box: null, points: [[274, 44]], labels: [1], scope: 'shot' },
    };
    writeFileSync(path.join(run, 'subject.json'), JSON.stringify({ schema_version: 1, prompts: [prompt] }));
    const first = masksOf(run)[0];
    expect((await again()).stdout).not.toContain('nothing to do');
    const records = recordsOf(run);
    expect(seedsOf(records)).toEqual(['0 chosen', '1 chosen', '2 null']);
    expect(masksOf(run)[0]).toBe(first);
    // The green square has another brightness than the red one.
    expect(records[20]?.brightness_score).not.toBe(recordsOf(wholeRun)[20]?.brightness_score);
    expect(records.slice(0, SHOT_FRAMES)).toEqual(recordsOf(wholeRun).slice(0, SHOT_FRAMES));
    expect(records.slice(2 * SHOT_FRAMES)).toEqual(recordsOf(wholeRun).slice(2 * SHOT_FRAMES));
    rmSync(path.join(run, 'subject.json'));
    await again();
    expect((await again()).stdout).toContain('nothing to do');
    expect(runState(run)).toEqual(whole);
  });

  it('may be a box, and a point beside it; without shots it is one track', async () => {
    const { exitCode, run } = await analyzed(
      ...['--method', 'interval', '--interval', '0.2', '--no-scene-detect'],
      ...['--subject-box', `1:28,${RED_TOP},${SQUARE},${SQUARE}`, '--subject-point', `1:274,44,-`],
    );
    expect(exitCode).toBe(0);
    const records = recordsOf(run);
    expect(seedsOf(records)).toEqual(['0 chosen']);
    // Frame 1 was pointed at, but is none of the frames that are looked at.
    expect(records.map(({ frame_number }) => frame_number)).toEqual(
      Array.from({ length: 10 }, (_, i) => 5 * i),
    );
    expect(records.map(({ mask_empty }) => mask_empty)).toEqual(
      records.map(({ frame_number }) => redLeft(frame_number) === null),
    );
  });

  it.each([
    [['--subject-point', '900:5,5'], 'frames 0 to 47 are analysed'],
    [['--subject-point', '3:500,5'], 'the picture has 320 x 180 pixels'],
    [['--subject-box', '3:10,10,400,20'], 'the box leaves it'],
    [['--subject-box', '3:10,10,0,20'], 'box'],
    [['--subject-point', 'three'], 'point'],
  ])('%j is refused before anything is tracked', async (words, text) => {
    const { exitCode, stderr } = await analyzed('--method', 'interval', ...words);
    expect([exitCode, stderr.includes(text)]).toEqual([2, true]);
  });
});

describe('a subject that nobody pointed at', () => {
  it('is what moves, and it is known again in the next shot', async () => {
    const { run } = await analyzed(...BASE);
    const records = recordsOf(run);
    expect(records[4]).toMatchObject({ seed_type: 'moving_region', mask_empty: false });
    expect(await iouOf(run, records[4] as FrameRecord)).toBeGreaterThan(0.7);
    expect(records[20]).toMatchObject({ seed_type: 'memory', mask_empty: false });
    // Nothing moves in the last shot, and the middle of the picture is not the red square.
    expect(records[40]?.seed_type).toBe('centre');
  });

  it('is rejected with the reason where a pre-filter wants quality', async () => {
    const words = [...BASE, '--subject-point', RED, '--pre-filter', 'overall', '--pre-min-quality', '0'];
    const { run } = await analyzed(...words);
    const records = recordsOf(run);
    expect(records[AWAY.first]).toMatchObject({
      status: 'rejected',
      reject_reason: 'mask_empty',
      filename: null,
    });
    expect(records[0]).toMatchObject({ status: 'kept', reject_reason: null });
  });

  it('is filtered by mask: empty ones fail as soon as an area is asked for', async () => {
    const { out } = await commandLine('filter', wholeRun, '--min-mask-area', '1', '--json');
    const { kept, reasons } = JSON.parse(out.at(-1) ?? '');
    expect(kept).toEqual(
      Array.from({ length: FRAMES }, (_, i) => i).filter((frame) => redLeft(frame) !== null),
    );
    expect(reasons).toEqual({ mask_empty: FRAMES - kept.length });
  });
});

describe('what cannot be', () => {
  it('a model that is missing or none is named with what to do', async () => {
    const folder = path.join(cwd, 'none');
    const run = (...words: string[]) => analyzeHere(folder, clip, '--enable-subject-mask', ...words);
    const weights = path.join(cwd, 'sam2.1_hiera_tiny.pt');
    writeFileSync(weights, 'weights');
    const pt = await run('--sam2-weights-path', weights);
    expect([pt.exitCode, pt.stderr.includes('checkpoint_not_onnx')]).toEqual([3, true]);
    const none = await run('--sam2-weights-path', path.join(cwd, 'nothing-here'));
    expect([none.exitCode, none.stderr.includes('mask_model_invalid')]).toEqual([3, true]);
    const edge = await run('--masking-model', 'edgetam', '--models-dir', path.join(cwd, 'empty-models'));
    expect([edge.exitCode, edge.stderr.includes('export_edgetam.py')]).toEqual([3, true]);
  });

  it('still pictures have no masks', async () => {
    const folder = path.join(cwd, 'album');
    const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } });
    await picture.png().toFile(path.join(cwd, 'one.png'));
    const { exitCode, stderr } = await analyzeHere(
      folder,
      path.join(cwd, 'one.png'),
      '--sam2-weights-path',
      model,
      '--enable-subject-mask',
    );
    expect([exitCode, stderr.includes('masks_need_video')]).toEqual([2, true]);
  });

  it.runIf(EVERY_CASE)(
    'a graphics processor that is not there gives a warning, and the processor works',
    async () => {
      const { exitCode, stdout, stderr, run } = await analyzed(...BASE, '--subject-point', RED, '--gpu');
      expect(exitCode).toBe(0);
      expect(`${stdout}${stderr}`).toMatch(/processor/);
      expect(runState(run)).toEqual(whole);
    },
  );
});

describe('faces and masks together', () => {
  it.runIf(EVERY_CASE)('a run with both is the same for any number of workers', async () => {
    const pack = madeUpPack(cwd);
    const words = ['--method', 'interval', '--interval', '0.3', '--enable-face-filter', '--face-model', pack];
    const one = await analyzed(...words, '--enable-subject-mask', '--workers', '1');
    const three = await analyzed(...words, '--enable-subject-mask', '--workers', '3');
    expect(one.exitCode).toBe(0);
    expect(runState(three.run)).toEqual(runState(one.run));
    expect(recordsOf(one.run)[0]?.face_count).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasShared)('a model of random weights on a real clip', () => {
  it.each(casesOf(['tiny-64', 'tiny-128', 'tiny-64-edgetam', 'tiny-64-fixed'], 1))(
    '%s goes the whole way',
    async (name) => {
      const folder = path.join(cwd, name);
      const words = ['--method', 'interval', '--interval', '0.5', '--end', '2.6', '--enable-subject-mask'];
      const weights = path.join(SHARED, 'fixtures/sam2', name);
      const { exitCode } = await analyzeHere(
        folder,
        path.join(SHARED, 'media/real-juggle.mp4'),
        ...words,
        '--sam2-weights-path',
        weights,
      );
      expect(exitCode).toBe(0);
      const records = recordsOf(path.join(folder, 'out/real-juggle'));
      expect(records).toHaveLength(6);
      for (const { seed_type, mask_empty } of records)
        expect([seed_type, typeof mask_empty]).toEqual(['moving_region', 'boolean']);
    },
  );
});
