import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { type Analysed, analyzeClip } from '../support/analysis.ts';
import { makeClip } from '../support/clips.ts';
import { shownFrames } from '../support/ffmpeg.ts';
import { firstAtOrAfter } from '../support/picking.ts';
import { expectLivePixels } from '../support/pixels.ts';
import { planOf } from '../support/plans.ts';
import { temporaryFolder } from '../support/project.ts';
import { SYNTHETIC, type SyntheticName } from '../support/synthetic-clips.ts';

/** Every byte that a run leaves of its result. */
async function resultOf({ folder, pictures }: Analysed): Promise<Map<string, string>> {
  const names = ['metadata.jsonl', ...pictures];
  const bytes = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'base64')));
  return new Map(names.map((name, i) => [name, bytes[i] ?? '']));
}

const METHODS: readonly Record<string, unknown>[] = [
  { method: 'all' },
  { method: 'keyframes' },
  { method: 'keyframes', maxGap: 0.3 },
  { method: 'interval', interval: 0.3 },
  { method: 'scene' },
];

/** Clips that can be entered in the middle; one of constant rate is that of determinism.test.ts. */
const CUTTABLE: readonly SyntheticName[] = [
  'variable rate in milliseconds',
  'an edit list that hides frames',
];

describe('decoding in stretches', () => {
  it.each(casesOf(CUTTABLE, 1))(
    '%s: cut into many, the result has the same bytes as in one pass',
    async (name) => {
      const clip = await SYNTHETIC[name]();
      const folder = temporaryFolder();
      const plan = await planOf(clip, { method: 'all' }, 2, 18);
      expect(plan.length).toBeGreaterThan(1);
      for (const options of METHODS) {
        const once = await analyzeClip(clip, folder, options);
        const cut = await analyzeClip(clip, folder, { ...options, workers: 2 }, { minStretch: 18 });
        expect(await resultOf(cut), JSON.stringify(options)).toEqual(await resultOf(once));
      }
    },
  );

  it('long intervals are found by seeking: the same frames and pixels as a decode of everything', async () => {
    const source = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25:d=60,format=yuv420p'];
    const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '2', '-crf', '32'];
    const clip = await makeClip('long.mp4', ...source, ...x264);
    const options = { method: 'interval', interval: 13.3, png: true };
    const plan = await planOf(clip, options, 1);
    expect(plan.map(({ expected }) => expected)).toEqual([[0], [333], [665], [998], [1330]]);
    expect(plan.map(({ seekTo }) => seekTo)).toEqual([null, 325, 650, 975, 1325]);

    const run = await analyzeClip(clip, temporaryFolder(), options);
    const { frames, unit } = await shownFrames(clip);
    const pts = frames.map((frame) => frame.pts);
    const picks = firstAtOrAfter(pts, unit, pts[0] ?? 0, { num: 133, den: 10 });
    expect(run.records.map((record) => record.pts)).toEqual(picks);
    const numbers = run.records.map((record) => record.frame_number);
    expect(numbers).toEqual(picks.map((value) => pts.indexOf(value)));
    await expectLivePixels(run, { clip }, numbers);
  });
});
