import { describe, expect, it } from 'vitest';
import { frameRange, missingEnd } from './analyze-stream.ts';
import { FrameIndex } from './frame-index.ts';
import { probedVideo, streamMap } from './video.fixture.ts';

describe('parts of a stream', () => {
  it('--start is included, --end is not, both as a player shows times', () => {
    const { index } = streamMap(100, null);
    expect(frameRange(index, null, null)).toEqual({ first: 0, end: 100 });
    expect(frameRange(index, 1, 2)).toEqual({ first: 25, end: 50 });
    expect(frameRange(index, 1.01, 2.01)).toEqual({ first: 26, end: 51 });
    const late = new FrameIndex(Float64Array.from([9000, 12600, 16200]), { num: 1, den: 90_000 }, 0.1);
    expect(frameRange(late, 0.04, null)).toEqual({ first: 1, end: 3 });
  });

  it('a part without a frame is refused', () => {
    const { index } = streamMap(100, null);
    for (const [start, end] of [
      [4, null],
      [null, 0],
      [1.001, 1.002],
    ] as const) {
      expect(() => frameRange(index, start, end)).toThrow(expect.objectContaining({ code: 'range_empty' }));
    }
  });
});

describe('files that were cut off', () => {
  it('say how much is missing', () => {
    const { index } = streamMap(43, null);
    expect(missingEnd(probedVideo({}, { promised: 4 }), index)).toBe(
      'the file is cut off: its video ends at 1.72 s of 4.00 s (57 % missing)',
    );
  });

  it('small differences and unknown lengths say nothing', () => {
    const { index } = streamMap(100, null);
    for (const promised of [4, 3, 4.9, null]) {
      expect(missingEnd(probedVideo({}, { promised }), index)).toBeNull();
    }
  });
});
