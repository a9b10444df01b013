import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDecimal,
  formatFps,
  formatFrameNumber,
  formatPercent,
  formatScore,
} from './numbers.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('counts and frame numbers', () => {
  it('group counts as the locale does and never frame numbers', () => {
    expect(formatCount(21_690, 'en')).toBe('21,690');
    expect(formatCount(21_690, 'de')).toBe('21.690');
    expect(formatFrameNumber(15_402)).toBe('#15402');
  });

  it('name one and many', () => {
    expect(formatCounted(1, 'frame', undefined, 'en')).toBe('1 frame');
    expect(formatCounted(0, 'frame', undefined, 'en')).toBe('0 frames');
    expect(formatCounted(1200, 'match', 'matches', 'en')).toBe('1,200 matches');
  });

  it('drop zeros behind the point', () => {
    expect(formatDecimal(25, 2, 'en')).toBe('25');
    expect(formatDecimal(30_000 / 1001, 2, 'en')).toBe('29.97');
  });
});

describe('formatScore', () => {
  it('has one decimal, more only where the limit needs them', () => {
    expect(formatScore(83.2461, [], 'en')).toBe('83.2');
    expect(formatScore(83.2461, [62], 'en')).toBe('83.2');
    expect(formatScore(61.97, [62], 'en')).toBe('61.97');
    expect(formatScore(61.9999, [62], 'en')).toBe('61.9999');
    expect(formatScore(62, [62], 'en')).toBe('62.0');
    expect(formatScore(62.15, [62.15], 'en')).toBe('62.15');
    expect(formatScore(61.97, [62], 'de')).toBe('61,97');
  });

  it('is a dash where nothing was measured', () => {
    expect(formatScore(null)).toBe('–');
    expect(formatScore(Number.NaN)).toBe('–');
  });

  it('lies on the true side of a limit for every stored value', () => {
    const stored = fc.integer({ min: 0, max: 1_000_000 }).map((scaled) => scaled / 10_000);
    fc.assert(
      fc.property(stored, stored, (value, limit) => {
        const shown = Number(formatScore(value, [limit], 'en'));
        expect(Math.sign(shown - limit)).toBe(Math.sign(value - limit));
      }),
    );
  });
});

describe('shares and sizes', () => {
  it('never say none or all of what is some', () => {
    expect(plain(formatPercent(0, 'en'))).toBe('0 %');
    expect(plain(formatPercent(0.0004, 'en'))).toBe('<1 %');
    expect(plain(formatPercent(0.714, 'en'))).toBe('71 %');
    expect(plain(formatPercent(0.9999, 'en'))).toBe('>99 %');
    expect(plain(formatPercent(1, 'en'))).toBe('100 %');
  });

  it('take the unit that leaves few digits', () => {
    expect(plain(formatBytes(0, 'en'))).toBe('0 B');
    expect(plain(formatBytes(999, 'en'))).toBe('999 B');
    expect(plain(formatBytes(4_210_000, 'en'))).toBe('4.2 MB');
    expect(plain(formatBytes(117_600_000, 'en'))).toBe('118 MB');
    expect(plain(formatBytes(999_999_999, 'en'))).toBe('1 GB');
    expect(plain(formatFps(212.4, 'en'))).toBe('212 fps');
    expect(plain(formatFps(3.26, 'en'))).toBe('3.3 fps');
  });
});
