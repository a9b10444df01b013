import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FrameIndex } from './frame-index.ts';
import { gapAnchor, knownPicks } from './known-picks.ts';
import { parseRational } from './rational.ts';
import { streamMap } from './video.fixture.ts';

/** Straight from the definition, in whole ticks of 1/12800 s: first frame at or after anchor + k * step. */
function firstAtOrAfter(
  pts: readonly number[],
  anchor: number,
  milliseconds: number,
  firstK: number,
): number[] {
  const picks = new Set<number>();
  const last = pts.at(-1) ?? anchor;
  for (let k = firstK; (last - anchor) * 1000 >= k * milliseconds * 12_800; k++) {
    picks.add(pts.findIndex((value) => (value - anchor) * 1000 >= k * milliseconds * 12_800));
  }
  return [...picks];
}

const times = fc
  .array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 40 })
  .map((values) => values.sort((a, b) => a - b));
const step = fc.integer({ min: 50, max: 1500 });

describe('picks that are known before decoding', () => {
  it('interval: the first frame at or after each multiple, also behind gaps and among equal times', () => {
    fc.assert(
      fc.property(times, step, (pts, milliseconds) => {
        const map = streamMap(pts, null);
        const range = { first: 0, end: pts.length };
        const picks = knownPicks(map, { kind: 'interval', interval: milliseconds / 1000 }, range, 0);
        expect(picks).toEqual(firstAtOrAfter(pts, pts[0] ?? 0, milliseconds, 0));
      }),
    );
  });

  it('interval: counted from the first frame of the range; picks before `from` are left out', () => {
    const map = streamMap(100, null);
    const range = { first: 10, end: 60 };
    const method = { kind: 'interval', interval: 0.5 } as const;
    expect(knownPicks(map, method, range, 0)).toEqual([10, 23, 35, 48]);
    expect(knownPicks(map, method, range, 24)).toEqual([35, 48]);
  });

  it('keyframes and gaps: counted from the last keyframe, or from the start of the range', () => {
    fc.assert(
      fc.property(times, step, fc.func(fc.boolean()), (sorted, milliseconds, isKey) => {
        const pts = [...new Set(sorted)];
        const keys = pts.flatMap((value, i) => (isKey(value) ? [i] : []));
        const map = streamMap(pts, keys);
        const anchors = [...new Set([0, ...keys])];
        const wanted = anchors.flatMap((anchor, i) => {
          const between = pts.slice(0, anchors[i + 1] ?? pts.length);
          const gaps = firstAtOrAfter(between, pts[anchor] ?? 0, milliseconds, 1);
          return [...(keys.includes(anchor) ? [anchor] : []), ...gaps];
        });
        const method = { kind: 'keyframes', maxGap: milliseconds / 1000 } as const;
        expect(knownPicks(map, method, { first: 0, end: pts.length }, 0)).toEqual(wanted);
      }),
    );
  });

  it('only decoding tells scenes, and keyframes where the packets do not', () => {
    const range = { first: 0, end: 50 };
    expect(knownPicks(streamMap(50, [0]), { kind: 'scene', threshold: 0.4 }, range, 0)).toBeNull();
    expect(knownPicks(streamMap(50, null), { kind: 'keyframes', maxGap: null }, range, 0)).toBeNull();
    expect(knownPicks(streamMap(50, [0, 7]), { kind: 'keyframes', maxGap: null }, range, 1)).toEqual([7]);
    const numbers = { kind: 'numbers', numbers: [3, 9, 60] } as const;
    expect(knownPicks(streamMap(50, [0]), numbers, range, 4)).toEqual([9]);
  });

  it('the anchor of a gap never lies before the range', () => {
    const map = streamMap(50, [0, 20, 40]);
    const range = { first: 10, end: 50 };
    expect(gapAnchor(map, range, 15)).toBe(10 * 512);
    expect(gapAnchor(map, range, 30)).toBe(20 * 512);
  });
});

const FOLDER = fileURLToPath(new URL('../../../shared/fixtures/frames', import.meta.url));
const reference = z.object({
  time_base: z.string(),
  frames: z.array(z.object({ stream_pts: z.number() })).min(1),
  keep: z.object({ interval: z.record(z.string(), z.object({ first_at_or_after: z.array(z.number()) })) }),
});

describe.runIf(existsSync(FOLDER))('intervals of the reference clips', () => {
  const clips = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
  it.each(clips.filter((name) => !name.startsWith('audio-')))('%s', (name) => {
    const { time_base, frames, keep } = reference.parse(
      JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')),
    );
    const timeBase = parseRational(time_base) ?? { num: 1, den: 1 };
    const pts = Float64Array.from(frames, (frame) => frame.stream_pts);
    const map = { index: new FrameIndex(pts, timeBase, 0), origin: 'packets', pictures: null } as const;
    const range = { first: 0, end: pts.length };
    for (const [interval, { first_at_or_after }] of Object.entries(keep.interval)) {
      const picks = knownPicks(map, { kind: 'interval', interval: Number(interval) }, range, 0);
      expect(picks).toEqual([...new Set(first_at_or_after)]);
    }
  });
});
