import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flagOf } from '../../src/contract/option-text.ts';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { libraryRun } from '../support/library-run.ts';
import { seededRandom } from '../support/random.ts';
import { recordedFrames, recordedLines, runState, withoutShots } from '../support/run-state.ts';
import { decodersGone, startSession } from '../support/session.ts';

const PRE_FILTER = { preFilter: 'overall', preMinQuality: 60 };

const FEW = EVERY_CASE ? 3 : 1;

/** Methods with the number of kills, and how many frames are reported at most when a kill comes. */
const RUNS = [
  { name: 'all', options: PRE_FILTER, kills: EVERY_CASE ? 20 : 3, most: 180 },
  { name: 'interval', options: { interval: 0.2 }, kills: FEW, most: 45 },
  { name: 'scene', options: { sceneThreshold: 0.02 }, kills: FEW, most: 6 },
  { name: 'keyframes', options: { maxGap: 0.3 }, kills: FEW, most: 30 },
];

/** Options as words of the command line. */
const wordsOf = (options: Record<string, unknown>) =>
  Object.entries(options).flatMap(([name, value]) => [`--${flagOf(name)}`, String(value)]);

let cwd = '';
let clip = '';
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  clip = await alternatingClip(cwd, 'clip.mp4', 12, '160x90');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

it.each(casesOf(RUNS, 1))(
  'method $name: killed at $kills random moments and resumed gives the same bytes',
  async (run) => {
    const options = { method: run.name, ...run.options };
    const words = wordsOf(options);
    const analyze = (out: string) => ['analyze', clip, '--out', `${run.name}-${out}`, ...words];
    const { run: whole } = await libraryRun(clip, path.join(cwd, run.name), options);
    const wanted = runState(whole);
    const lines = recordedLines(whole);
    expect(lines.length).toBeGreaterThan(5);

    const random = seededRandom(run.most);
    let kills = 0;
    let continued = 0;
    for (let round = 0; ; round++) {
      const folder = path.join(cwd, `${run.name}-killed-${round}/clip`);
      for (let finished = false; !finished; ) {
        const before = recordedFrames(folder);
        const session = startSession(analyze(`killed-${round}`), { cwd });
        if (kills < run.kills) {
          // Half of the kills come while the run starts, half while it records.
          if (random() < 0.3) await sleep(random() * 500);
          else await session.reported(1 + Math.floor((random() * run.most) / 3));
          await sleep(random() * 30);
          session.child.kill('SIGKILL');
        }
        const { code, signal, stderr } = await session.end;
        finished = signal === null;
        if (finished) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        else kills++;
        if (before.length > 0) continued++;
        const again = session.frames().filter((number) => before.includes(number));
        expect(again, 'recorded frames that were analysed again').toEqual([]);
        const standing = withoutShots(recordedLines(folder));
        expect(standing, 'what stands there is a part of the result').toEqual(
          withoutShots(lines.slice(0, standing.length)),
        );
      }
      expect(runState(folder)).toEqual(wanted);
      if (kills >= run.kills) break;
    }
    expect(continued).toBeGreaterThanOrEqual(Math.floor(run.kills / 5));
    expect(await decodersGone(clip)).toEqual([]);
  },
  180_000,
);
