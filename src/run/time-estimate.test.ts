import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { planDecode } from '../decode/decode-plan.ts';
import { PROBE, streamMap } from '../decode/video.fixture.ts';
import { estimateSeconds, type RunConditions, workOf } from './time-estimate.ts';

const OPTIONS = resolveOptions(ANALYZE_OPTIONS, {});

const map = streamMap(
  3000,
  Array.from({ length: 60 }, (_, i) => i * 50),
);
const plan = {
  map,
  range: { first: 0, end: 3000 },
  from: 0,
  seekable: true,
  temporal: false,
  lanes: 2,
  pixels: 1920 * 1080,
};

describe('work of a plan', () => {
  it('is every frame where all are decoded', () => {
    const stretches = planDecode({ ...plan, method: { kind: 'all' } });
    expect(workOf(stretches, 3000)).toMatchObject({ decoded: 3000, keyframes: 0, picked: 3000 });
  });

  it('is the keyframes where the others are skipped', () => {
    const stretches = planDecode({ ...plan, method: { kind: 'keyframes', maxGap: null } });
    expect(workOf(stretches, 60)).toMatchObject({ decoded: 0, keyframes: 60 });
  });

  it('is the way from the keyframe to the pick where single frames are sought', () => {
    const stretches = planDecode({ ...plan, method: { kind: 'numbers', numbers: [60, 2010] } });
    expect(workOf(stretches, 2)).toEqual({ decoded: 11 + 11, keyframes: 0, calls: 2, picked: 2 });
  });

  it('begins at the beginning of a file that cannot be entered', () => {
    const range = { first: 1000, end: 2000 };
    const stretches = planDecode({ ...plan, range, from: 1000, seekable: false, method: { kind: 'all' } });
    expect(workOf(stretches, 1000)).toMatchObject({ decoded: 2000, calls: 1 });
  });
});

describe('time of a run', () => {
  const hd: RunConditions = {
    probe: { ...PROBE, coded_width: 1920, coded_height: 1080 },
    chain: { width: 1920, height: 1080, filters: [], temporal: false, format: 'yuv420p' },
    options: OPTIONS,
    bytes: 0,
    packets: 1000,
    lanes: 2,
  };
  const all = (frames: number) => ({ decoded: frames, keyframes: 0, calls: frames / 600, picked: frames });

  // docs/benchmarks.md, two processors. The clips: 1080p, 30 frames a second.
  it.each([
    ['3 minutes, all dropped', { ...all(5400) }, 'overall', 15.7],
    ['10 minutes, keyframes 2 s apart', { decoded: 0, keyframes: 300, calls: 3, picked: 300 }, 'off', 5.06],
    ['10 minutes, every 10 s', { decoded: 60 * 4, keyframes: 0, calls: 60, picked: 60 }, 'off', 4.99],
  ] as const)('is within a factor of three: %s', (_, work, preFilter, measured) => {
    // 4 Mbit/s.
    const at = { ...hd, packets: 18_000, bytes: 300e6, options: { ...OPTIONS, preFilter } };
    const seconds = estimateSeconds(work, at);
    expect(seconds).toBeGreaterThan(measured / 3);
    expect(seconds).toBeLessThan(measured * 3);
  });

  it('tells that following a subject takes hours where the rest takes minutes', () => {
    const of = (change: Partial<RunConditions['options']>) =>
      estimateSeconds(all(10_000), { ...hd, options: { ...OPTIONS, subjectPoint: ['0:5,5'], ...change } });
    // docs/benchmarks.md, two processors: seconds a frame.
    for (const [change, measured] of [
      [{}, 0.88],
      [{ maskSize: '1024' }, 5.37],
      [{ maskingModel: 'edgetam' }, 1.14],
    ] as const) {
      expect(of(change)).toBeGreaterThan((10_000 * measured) / 3);
      expect(of(change)).toBeLessThan(10_000 * measured * 3);
    }
    expect(of({ sam2ModelVariant: 'large' })).toBeGreaterThan(of({ sam2ModelVariant: 'small' }));
  });

  it('grows with what is to be done', () => {
    const base = estimateSeconds(all(1000), hd);
    const more: readonly Partial<RunConditions>[] = [
      { options: { ...OPTIONS, png: true } },
      { options: { ...OPTIONS, preFilterFace: true } },
      { options: { ...OPTIONS, faceRef: ['anna=anna.jpg'], faceModel: 'yunet' } },
      { options: { ...OPTIONS, enableSubjectMask: true } },
      { lanes: 1 },
      { chain: { ...hd.chain, temporal: true } },
      { chain: { ...hd.chain, filters: ['tonemap=tonemap=hable'] } },
      { probe: { ...hd.probe, codec: 'hevc' } },
      { probe: { ...hd.probe, bit_depth: 10 } },
      { bytes: 1e9 },
      { packets: 100_000 },
    ];
    for (const change of more) {
      expect(estimateSeconds(all(1000), { ...hd, ...change }), JSON.stringify(change)).toBeGreaterThan(base);
    }
    expect(estimateSeconds(all(2000), hd)).toBeGreaterThan(base);
    expect(estimateSeconds(all(0), hd)).toBeLessThan(2);
  });
});
