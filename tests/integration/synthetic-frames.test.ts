import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { sharedRuns } from '../support/analysis.ts';
import { decodedAgain, storedPicture } from '../support/decoded-again.ts';
import { shownScenes } from '../support/ffmpeg.ts';
import { firstAtOrAfter } from '../support/picking.ts';
import { SYNTHETIC, SYNTHETIC_NAMES } from '../support/synthetic-clips.ts';

/** Seconds, as a fraction. */
const INTERVAL = { num: 7, den: 10 };

const analyzeOnce = sharedRuns();

describe.each(casesOf(SYNTHETIC_NAMES, 2))('%s', (name) => {
  it('every method keeps the frames that ffmpeg shows', async () => {
    const clip = await SYNTHETIC[name]();
    const { shown, cutsAbove } = await shownScenes(clip);
    const { frames, unit, start } = shown;
    const pts = frames.map((frame) => frame.pts);
    const sorted = [...pts].sort((a, b) => a - b);
    expect(pts, 'ffmpeg shows frames in order').toEqual(sorted);

    const every = pts.map((_, number) => number);
    const grid = firstAtOrAfter(pts, unit, pts[0] ?? 0, INTERVAL);
    const wanted = [
      { method: 'all', picks: every },
      { method: 'keyframes', picks: every.filter((number) => frames[number]?.type === 'I') },
      { method: 'interval', picks: grid.map((value) => pts.indexOf(value ?? Number.NaN)) },
      { method: 'scene', picks: [0, ...cutsAbove(0.4).map((frame) => frames.indexOf(frame))] },
    ];
    for (const { method, picks } of wanted) {
      const run = await analyzeOnce(clip, { method, ...(method === 'interval' && { interval: 0.7 }) });
      const { records } = run;
      expect(
        records.map((record) => record.pts),
        method,
      ).toEqual(picks.map((number) => pts[number]));
      expect(
        records.map((record) => record.frame_number),
        method,
      ).toEqual(picks);
      for (const record of records) {
        expect(Math.abs(record.time - (record.pts * unit - start)), method).toBeLessThan(2e-6);
      }
      expect(run.pictures.length, method).toBe(picks.length);
      expect(new Set(records.map(({ status }) => status)), method).toEqual(new Set(['kept']));
    }
  });

  it('frames decoded again by their number are the pictures of the run', async () => {
    const run = await analyzeOnce(await SYNTHETIC[name](), { method: 'all' });
    const wanted = run.records.filter((_, i) => i % 9 === 4).reverse();
    const { pictures, failed } = await decodedAgain(run, wanted);
    expect(failed).toEqual([]);
    expect([...pictures.keys()].sort((a, b) => a - b)).toEqual(wanted.map((w) => w.frame_number).reverse());
    for (const { frame_number: n, filename } of wanted) {
      expect(pictures.get(n)?.equals(await storedPicture(run, filename)), `frame ${n}`).toBe(true);
    }
  });
});

it.each([
  ['all', 2],
  // A cut to the second frame of a time.
  ['scene', 1],
] as const)(
  'of frames that share a time each one is decoded again by its number (%s)',
  async (method, count) => {
    const run = await analyzeOnce(await SYNTHETIC['two frames at every time'](), { method });
    const records = run.records.filter(({ frame_number: n }) => n === 4 || n === 5);
    expect(records.length).toBe(count);
    for (const record of records) {
      const { pictures, failed } = await decodedAgain(run, [record]);
      expect(failed).toEqual([]);
      expect([...pictures.keys()]).toEqual([record.frame_number]);
      const stored = await storedPicture(run, record.filename);
      expect(pictures.get(record.frame_number)?.equals(stored), `frame ${record.frame_number}`).toBe(true);
    }
  },
);
