import { describe, expect, it } from 'vitest';
import type { DecodeMethod } from '../decode/decode-method.ts';
import { pictureChain } from '../decode/picture-filters.ts';
import { probedVideo, streamMap } from '../decode/video.fixture.ts';
import { gapWarning } from './gap-warning.ts';

const video = probedVideo();
const options = { deinterlace: 'auto', keepPixelAspect: false, deep: false } as const;
const KEYFRAMES: DecodeMethod = { kind: 'keyframes', maxGap: null };

const run = (frames: number, method: DecodeMethod = KEYFRAMES) => ({
  ...{ video, chain: pictureChain(video, options, new Set<string>()), map: streamMap(frames, null), method },
  ...{ range: { first: 0, end: frames }, duration: frames / 25, warnings: [] },
});

describe('keyframes that stand for too little', () => {
  it('a stretch of more than ten seconds without one, also before the first and behind the last', () => {
    const advice = 'add frames in between with --max-gap SECONDS';
    expect(gapWarning(run(1000), [0, 10.5, 20, 29.5])).toBe(
      `2 stretches of more than 10 s have no keyframe (the longest 10.5 s): ${advice}`,
    );
    expect(gapWarning(run(1000), [12, 20, 30])).toContain('the longest 12.0 s');
    expect(gapWarning(run(1000), [])).toContain('the longest 40.0 s');
  });

  it('fewer than three', () => {
    expect(gapWarning(run(100), [0, 2])).toContain('only 2 keyframes in 4.0 s');
    expect(gapWarning(run(100), [0])).toContain('only 1 keyframe in 4.0 s');
    expect(gapWarning(run(100), [0, 1, 2])).toBeNull();
  });

  it('no warning where every frame is one, gaps are filled, or another method is used', () => {
    expect(gapWarning(run(2), [0, 0.04])).toBeNull();
    expect(gapWarning(run(1000, { kind: 'keyframes', maxGap: 5 }), [0])).toBeNull();
    expect(gapWarning(run(1000, { kind: 'interval', interval: 30 }), [0, 30])).toBeNull();
  });
});
