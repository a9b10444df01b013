import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { configHash, shapingOptions } from './config-hash.ts';

const source = { path: '/a.mp4', size: 3, fingerprint: 'f'.repeat(64) };
const hash = (given: Record<string, unknown>, from = source) =>
  configHash(from, resolveOptions(ANALYZE_OPTIONS, given));

describe('config hash', () => {
  it('the same for the same contents and result, wherever the file lies and however it is worked on', () => {
    const usual = hash({});
    expect(usual).toMatch(/^[0-9a-f]{64}$/);
    expect(hash({}, { ...source, path: '/moved/b.mp4' })).toBe(usual);
    for (const given of [
      { out: 'x' },
      { workers: 1 },
      { resume: false },
      { gpu: true },
      { hwaccel: 'auto' },
    ]) {
      expect(hash(given)).toBe(usual);
    }
    expect(hash({ method: 'keyframes' })).toBe(usual);
  });

  it('another one for every option that shapes the result', () => {
    const changed = [
      ...[{ method: 'all' }, { start: 1 }, { end: 1 }, { stream: 1 }, { maxGap: 1 }, { deinterlace: 'off' }],
      ...[{ keepPixelAspect: true }, { preFilter: 'overall' }, { png: true }, { jpgQuality: 90 }],
      ...[{ qualityWeights: [1, 1, 1, 1, 1] }, {}],
    ];
    expect(new Set(changed.map((given) => hash(given))).size).toBe(changed.length);
    expect(hash({}, { ...source, fingerprint: '0'.repeat(64) })).not.toBe(hash({}));
  });

  it('options of another method or format play no part', () => {
    expect(hash({ interval: 7 })).toBe(hash({}));
    expect(hash({ method: 'interval', interval: 7 })).not.toBe(hash({ method: 'interval' }));
    expect(hash({ png: true, jpgQuality: 50 })).toBe(hash({ png: true }));
    expect(Object.keys(shapingOptions(resolveOptions(ANALYZE_OPTIONS, {})))).not.toContain('interval');
  });
});
