import { describe, expect, it } from 'vitest';
import { orientationOf, parseDisplayMatrix } from './display-matrix.ts';

const ONE = 65536;
/** A matrix from its four turning numbers, the others as files have them. */
const matrix = (a: number, b: number, c: number, d: number) => [a, b, 0, c, d, 0, 0, 0, 2 ** 30];

describe('display matrix', () => {
  it('is read from the dump of ffprobe', () => {
    const dump =
      '\n00000000:            0       65536           0\n00000001:       -65536           0           0\n00000002:     11796480           0  1073741824\n';
    expect(parseDisplayMatrix(dump)).toEqual([0, ONE, 0, -ONE, 0, 0, 11796480, 0, 2 ** 30]);
    expect(parseDisplayMatrix('')).toBeNull();
    expect(parseDisplayMatrix(dump.split('\n').slice(0, 3).join('\n'))).toBeNull();
  });

  // The eight ways to lay down a rectangle, with the filters that FFmpeg's autorotation inserts (ffmpeg_filter.c).
  it.each([
    ['upright', matrix(ONE, 0, 0, ONE), 0, false, []],
    ['a quarter clockwise', matrix(0, ONE, -ONE, 0), 90, false, ['transpose=clock']],
    ['upside down', matrix(-ONE, 0, 0, -ONE), 180, false, ['hflip', 'vflip']],
    ['a quarter back', matrix(0, -ONE, ONE, 0), 270, false, ['transpose=cclock']],
    ['mirrored left to right', matrix(-ONE, 0, 0, ONE), 180, true, ['hflip']],
    ['mirrored top to bottom', matrix(ONE, 0, 0, -ONE), 0, true, ['vflip']],
    ['mirrored, a quarter clockwise', matrix(0, ONE, ONE, 0), 90, true, ['transpose=cclock_flip']],
    ['mirrored, a quarter back', matrix(0, -ONE, -ONE, 0), 270, true, ['transpose=clock_flip']],
  ] as const)('%s', (_, numbers, rotation, flipped, filters) => {
    expect(orientationOf(numbers)).toEqual({ rotation, flipped, filters });
  });

  it('leaves skewed angles, empty matrices and none at all upright', () => {
    const skew = Math.round(ONE * Math.SQRT1_2);
    expect(orientationOf(matrix(skew, skew, -skew, skew)).filters).toEqual([]);
    expect(orientationOf(matrix(0, 0, 0, 0)).rotation).toBe(0);
    expect(orientationOf(null).rotation).toBe(0);
  });
});
