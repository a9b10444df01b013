import { describe, expect, it } from 'vitest';
import { decodeCall } from './decode-call.ts';
import { FrameIndex } from './frame-index.ts';
import type { PictureChain } from './picture-filters.ts';
import type { Stretch } from './stretch.ts';
import { probedVideo } from './video.fixture.ts';

const chain: PictureChain = {
  width: 320,
  height: 180,
  filters: [],
  format: 'yuv420p',
  range: 'limited',
  matrix: null,
  temporal: false,
  warnings: [],
};

const stretchOf = (first: number, end: number): Stretch => ({
  numbers: { first, end },
  seekTo: null,
  keyOnly: false,
  limit: null,
  expected: 'all',
});

function callOf(pts: readonly number[], end: number, more: Partial<PictureChain> = {}, den = 12_800) {
  const index = new FrameIndex(Float64Array.from(pts), { num: 1, den }, 0);
  return decodeCall(
    stretchOf(0, end),
    probedVideo(),
    { index, origin: 'packets', pictures: null },
    { kind: 'all' },
    { first: 0, end },
    { ...chain, ...more },
    { hwaccel: 'none', threads: 0 },
  );
}

describe('frames that share a time', () => {
  it('get as many places as the most of them need; a stream without them is left as it is', () => {
    expect(callOf([0, 512, 512, 512, 1024, 1024], 6).places).toBe(3);
    expect(callOf([0, 512, 1024], 3).places).toBe(1);
  });

  it('have no places behind a deinterlacer, or where FFmpeg has no such time base', () => {
    expect(callOf([0, 0], 2, { temporal: true }).places).toBe(1);
    expect(callOf([0, 0], 2, {}, 2 ** 30).places).toBe(1);
    expect(callOf([0, 0], 2, {}, 2 ** 30 - 1).places).toBe(2);
  });

  it('are all decoded where a stretch ends between them', () => {
    expect(callOf([0, 512, 512, 1024], 2).endPts).toBe(1024);
    expect(callOf([0, 512, 512], 2).endPts).toBeNull();
    expect(callOf([0, 512, 1024], 2).endPts).toBe(1024);
  });
});
