import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { sharedRuns } from '../support/analysis.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { commandLine } from '../support/in-process.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { recordedLines, runState } from '../support/run-state.ts';

const DROP = { preFilter: 'overall', preMinQuality: 100 };
const CELLS = 'shot_cells.u8';

/** Three scenes of a second at 25 frames a second, with a random access point every 10 frames. */
const scenesClip = () => makeClip('three.mp4', ...scenesInput('480x270', 25), ...h264(10));

interface Shot {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

async function askForShots(clip: string, words: readonly string[]): Promise<readonly Shot[]> {
  const { exitCode, out } = await commandLine('shots', clip, ...words, '--json');
  expect(exitCode).toBe(0);
  return JSON.parse(out[0] ?? '').shots;
}

const asked = new Map<string, Promise<readonly Shot[]>>();

/** What `framesift shots` says, asked once for all tests. */
function shotsOf(clip: string, ...words: string[]): Promise<readonly Shot[]> {
  const key = [clip, ...words].join(' ');
  const shots = asked.get(key) ?? askForShots(clip, words);
  asked.set(key, shots);
  return shots;
}

const recordsOf = (run: string): { frame_number: number; shot_id?: number | null; status: string }[] =>
  recordedLines(run).map((line) => JSON.parse(line));

/** Shots by frame number, as `framesift shots` tells them. */
const expectedIds = (shots: readonly Shot[], numbers: readonly number[]) =>
  numbers.map((number) => shots.find(({ start, end }) => start <= number && number < end)?.id);

async function expectSame(clip: string, options: Record<string, unknown>, words: string[], context = {}) {
  const shots = await shotsOf(clip, ...words);
  const { run } = await libraryRun(clip, mkdtempSync(path.join(temporaryFolder(), 'out-')), options, context);
  const records = recordsOf(run);
  const numbers = records.map(({ frame_number }) => frame_number);
  expect(records.map(({ shot_id }) => shot_id)).toEqual(expectedIds(shots, numbers));
  expect(readdirSync(run)).not.toContain(CELLS);
  expect(JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8')).shots).toEqual({
    ...{ detector: 'best', version: 1 },
  });
  return { shots, records };
}

describe('the shots in the records', () => {
  it.each(
    casesOf(
      [
        ['all', {}],
        ['all, in stretches of 10 frames', { minStretch: 10 }],
        ['all, through the event loop', { streamed: true }],
        ['scene', {}],
        ['scene, in stretches of 10 frames', { minStretch: 10 }],
        ['scene, through the event loop', { streamed: true }],
      ],
      2,
    ),
  )('%s: those that framesift shots finds, rejected frames too', async (name, context) => {
    const method = name.startsWith('all') ? 'all' : 'scene';
    const options = { ...DROP, method, sceneThreshold: 0.1, workers: 3 };
    const { shots, records } = await expectSame(await scenesClip(), options, [], context);
    expect(shots.map(({ start }) => start)).toEqual([0, 25, 50]);
    expect(records.some(({ status }) => status === 'rejected')).toBe(true);
    expect(new Set(records.map(({ shot_id }) => shot_id))).toEqual(new Set([0, 1, 2]));
  });

  it.each(casesOf(['all', 'scene'], 1))('%s: those of the range', async (method) => {
    const range = { start: 0.8, end: 1.6 };
    const words = ['--start', '0.8', '--end', '1.6'];
    const { shots } = await expectSame(await scenesClip(), { ...DROP, ...range, method }, words);
    expect(shots.map(({ start }) => start)).toEqual([20, 25]);
  });

  it.each(
    casesOf(
      [
        ['interlaced', [...h264(10, 'tff=1'), '-flags', '+ildct+ilme']],
        ['not square', ['-vf', 'setsar=4/3', ...h264(10)]],
        ['10 bit', ['-pix_fmt', 'yuv420p10le', '-c:v', 'libx265', '-x265-params', 'log-level=none']],
        ['RGB', ['-pix_fmt', 'bgr0', '-c:v', 'ffv1']],
      ],
      1,
    ),
  )('of a clip that is %s', async (name, args) => {
    const clip = await makeClip(`${name}.mkv`, ...scenesInput('320x180', 25), ...args);
    for (const method of ['all', 'scene']) {
      const { shots } = await expectSame(clip, { ...DROP, method }, []);
      expect(shots.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('are not told where too few frames are looked at', async () => {
    for (const method of ['keyframes', 'interval']) {
      const { run } = await libraryRun(await scenesClip(), temporaryFolder(), { ...DROP, method });
      expect(recordsOf(run)[0]).not.toHaveProperty('shot_id');
      expect(JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8'))).not.toHaveProperty('shots');
    }
  });
});

describe('a run that was broken off', () => {
  const analyzeOnce = sharedRuns();

  /** Ends a run behind so many frames, as a signal does. */
  async function brokenOff(clip: string, out: string, frames: number): Promise<string> {
    const stop = new AbortController();
    let left = frames;
    const emit = ({ event }: { event: string }) => {
      if (event === 'frame' && --left === 0) stop.abort();
    };
    const context = { emit, signal: stop.signal, minStretch: 10 };
    await expect(libraryRun(clip, out, DROP, context)).rejects.toMatchObject({ code: 'cancelled' });
    const [name = ''] = readdirSync(out);
    return path.join(out, name);
  }

  it('goes on without decoding again what is recorded, and gives the same bytes', async () => {
    const cwd = temporaryFolder();
    const clip = await scenesClip();
    const whole = await analyzeOnce(clip, { ...DROP, method: 'all' });
    const run = await brokenOff(clip, path.join(cwd, 'out'), 30);
    expect(existsSync(path.join(run, CELLS))).toBe(true);
    const recorded = recordsOf(run);
    expect(recorded.every(({ shot_id }) => shot_id === null)).toBe(true);
    const next = await libraryRun(clip, path.join(cwd, 'out'), DROP);
    expect(next.analysed).toHaveLength(75 - recorded.length);
    expect(runState(run)).toEqual(runState(whole.folder));
  });

  it.each(
    casesOf(
      [
        ['is gone', 0, (file: string) => rmSync(file)],
        ['is cut off in the middle of a row', 20, (file: string) => truncateSync(file, 20 * 1736 + 100)],
        ['holds something else', 0, (file: string) => copyFileSync(import.meta.filename, file)],
      ],
      1,
    ),
  )('records count as long as what tells their shots is there: %s', async (_, kept, damage) => {
    const cwd = temporaryFolder();
    const clip = await scenesClip();
    const whole = await analyzeOnce(clip, { ...DROP, method: 'all' });
    const run = await brokenOff(clip, path.join(cwd, 'out'), 40);
    damage(path.join(run, CELLS));
    const next = await libraryRun(clip, path.join(cwd, 'out'), DROP);
    expect(next.analysed).toHaveLength(75 - kept);
    expect(runState(run)).toEqual(runState(whole.folder));
  });
});
