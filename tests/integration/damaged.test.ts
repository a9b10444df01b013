import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { analyzeClip } from '../support/analysis.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { damagedCopy } from '../support/damaged-copy.ts';
import { inPairs } from '../support/pairs.ts';
import { temporaryFolder } from '../support/project.ts';
import { runState } from '../support/run-state.ts';
import { SYNTHETIC } from '../support/synthetic-clips.ts';

/** Every picture stands alone in it and can't be guessed when it is broken. */
const lossless = () => makeClip('png.mov', ...scenesInput('96x64', 10, 'rgb24'), '-c:v', 'png');

describe('damaged videos', () => {
  it('a frame that cannot be decoded becomes an error record and the run goes on', async () => {
    const folder = temporaryFolder();
    const clip = await damagedCopy(await lossless(), folder, (i) => i === 3 || i === 10 || i === 29);
    const every = Array.from({ length: 30 }, (_, i) => i);
    const ways = [
      { options: { method: 'all' }, numbers: every, errors: [3, 10, 29] },
      { options: { method: 'keyframes' }, numbers: every, errors: [3, 10, 29] },
      // The next frame that decodes stands in for the broken one.
      {
        options: { method: 'interval', interval: 0.5 },
        numbers: [0, 5, 10, 11, 15, 20, 25],
        errors: [10],
      },
    ];
    await inPairs(ways, async ({ options, numbers, errors }) => {
      const run = await analyzeClip(clip, folder, options);
      const broken = run.records.filter(({ status }) => status === 'error');
      expect(run.records.map((record) => record.frame_number)).toEqual(numbers);
      expect(broken.map((record) => record.frame_number)).toEqual(errors);
      for (const record of broken) {
        expect(record).toMatchObject({ filename: null, quality_score: null, reject_reason: 'error' });
        expect(record.error).toBe('could not be decoded');
        expect(record.time).toBeCloseTo(record.frame_number / 10, 6);
      }
      expect(run.pictures.length).toBe(numbers.length - errors.length);
      expect(run.counts).toMatchObject({ error: broken.length, kept: run.pictures.length });
    });
  });

  it('pictures that a decoder guesses come out the same every time', async () => {
    const folder = temporaryFolder();
    const clip = await makeClip('guessed.mp4', ...scenesInput('320x240'), ...h264(25));
    const damaged = await damagedCopy(clip, folder, (i) => i % 25 === 9, 0.5);
    const runs = await inPairs(casesOf([1, 2, 3, 4], 2), () =>
      analyzeClip(damaged, folder, { method: 'all' }),
    );
    const [first, ...others] = runs.map((run) => runState(run.folder));
    for (const other of others) expect(other).toEqual(first);
    const whole = await analyzeClip(clip, folder, { method: 'all' });
    expect(runs[0]?.records.map(({ sharpness_raw }) => sharpness_raw)).not.toEqual(
      whole.records.map(({ sharpness_raw }) => sharpness_raw),
    );
  });

  it('a video of which nothing can be decoded is an error', async () => {
    const folder = temporaryFolder();
    const clip = await damagedCopy(await lossless(), folder, () => true);
    await expect(analyzeClip(clip, folder, { method: 'all' })).rejects.toMatchObject({ exitCode: 4 });
  });

  it('a file that was cut off keeps what decodes and says how much is missing', async () => {
    const folder = temporaryFolder();
    const whole = await readFile(await SYNTHETIC['the same in Matroska']());
    const clip = path.join(folder, 'cut.mkv');
    await writeFile(clip, whole.subarray(0, Math.floor(whole.length * 0.5)));
    const { counts, warnings } = await analyzeClip(clip, folder, { method: 'all' });
    expect(counts.kept).toBeGreaterThan(10);
    expect(counts.kept).toBeLessThan(60);
    expect(warnings).toEqual([
      expect.stringMatching(/^the file is cut off: its video ends at [\d.]+ s of 3\.00 s \(\d+ % missing\)$/),
    ]);
  });
});
