import { describe, expect, it } from 'vitest';
import { analyzeClip } from '../support/analysis.ts';
import { shownFrames, startTime } from '../support/ffmpeg.ts';
import { inPairs } from '../support/pairs.ts';
import { firstAtOrAfter } from '../support/picking.ts';
import { temporaryFolder } from '../support/project.ts';
import { SYNTHETIC, SYNTHETIC_NAMES } from '../support/synthetic-clips.ts';

/** Seconds, as a fraction. */
const INTERVAL = { num: 7, den: 10 };

describe('frames of synthetic clips, against what ffmpeg shows', () => {
  it.each(SYNTHETIC_NAMES)('%s', async (name) => {
    const clip = await SYNTHETIC[name]();
    const { frames, unit } = await shownFrames(clip);
    const cuts = await shownFrames(clip, "select='gt(scene,0.4)'");
    const start = await startTime(clip);
    const pts = frames.map((frame) => frame.pts);
    const sorted = [...pts].sort((a, b) => a - b);
    expect(pts, 'ffmpeg shows frames in order').toEqual(sorted);

    const wanted = [
      { method: 'all', pts },
      { method: 'keyframes', pts: frames.filter(({ type }) => type === 'I').map((frame) => frame.pts) },
      { method: 'interval', pts: firstAtOrAfter(pts, unit, pts[0] ?? 0, INTERVAL) },
      { method: 'scene', pts: [pts[0], ...cuts.frames.map((frame) => frame.pts)] },
    ];
    const folder = temporaryFolder();
    await inPairs(wanted, async ({ method, pts: picks }) => {
      const run = await analyzeClip(clip, folder, { method, interval: 0.7 });
      const { records } = run;
      expect(
        records.map((record) => record.pts),
        method,
      ).toEqual(picks);
      const twins = new Set(pts).size < pts.length;
      const numbers = picks.map((value, i) =>
        twins && method !== 'interval' ? i : sorted.indexOf(value ?? 0),
      );
      if (method === 'all' || !twins) {
        expect(
          records.map((record) => record.frame_number),
          method,
        ).toEqual(numbers);
      }
      for (const record of records) {
        expect(Math.abs(record.time - (record.pts * unit - start)), method).toBeLessThan(2e-6);
      }
      expect(run.pictures.length, method).toBe(picks.length);
      expect(new Set(records.map(({ status }) => status)), method).toEqual(new Set(['kept']));
    });
  });
});
