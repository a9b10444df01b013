import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimeCode, parseTimeCode } from './time-code.ts';
import { timeStampName } from './time-stamp.ts';

describe('time codes', () => {
  it('come back to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * 3_600_000 }), (ms) => {
        expect(Math.round((parseTimeCode(formatTimeCode(ms / 1000)) ?? -1) * 1000)).toBe(ms);
      }),
    );
  });

  it.each([
    ['12.5', 12.5],
    ['.5', 0.5],
    ['90', 90],
    ['1:02.5', 62.5],
    ['00:01:02.500', 62.5],
    ['100:00:00', 360_000],
    [' 3 ', 3],
  ])('parse %o', (text, seconds) => {
    expect(parseTimeCode(text)).toBe(seconds);
  });

  it.each(['', ':', '1:60', '1:60:00', '-1', '1:2:3:4', '1e3', '1,5', '5s', '0x10', '1:-2'])(
    'refuse %o',
    (text) => {
      expect(parseTimeCode(text)).toBeNull();
    },
  );

  it('write hours only where there are any', () => {
    expect([0, 59.9994, 62.5, 3600, -1.25].map(formatTimeCode)).toEqual([
      '0:00.000',
      '0:59.999',
      '1:02.500',
      '1:00:00.000',
      '-0:01.250',
    ]);
  });
});

describe('timeStampName', () => {
  it('is local time without separators that a file name could not hold', () => {
    expect(timeStampName(new Date(2026, 0, 2, 3, 4, 5))).toBe('20260102_030405');
  });
});
