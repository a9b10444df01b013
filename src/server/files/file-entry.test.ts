import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../source/name-endings.ts';
import { isoTime } from './file-entry.ts';

describe('order of names', () => {
  it('counts numbers in names', () => {
    const names = ['clip 10.mp4', 'Clip 1.mp4', 'clip 2.mp4', 'b.mp4', 'ä.mp4', 'A.mp4', 'a.mp4'];
    expect(names.sort(compareNames)).toEqual([
      ...['a.mp4', 'A.mp4', 'ä.mp4', 'b.mp4', 'Clip 1.mp4', 'clip 2.mp4', 'clip 10.mp4'],
    ]);
  });

  it('is a total order', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 6 });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
        expect(compareNames(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('times of files', () => {
  it('are left out where no calendar knows them', () => {
    expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(isoTime(Number.NaN)).toBeNull();
    expect(isoTime(1e300)).toBeNull();
    expect(isoTime(8e15)).toBeNull();
  });
});
