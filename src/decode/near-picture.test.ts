import { describe, expect, it } from 'vitest';
import { nearPictureArguments, nearPictureSize, secondsAt } from './near-picture.ts';
import { TONE_MAP } from './picture-filters.ts';
import { probedVideo } from './video.fixture.ts';

const filtersOf = (args: readonly string[]) => args[args.indexOf('-vf') + 1];
const usual = { towards: true, earlier: 0, toneMap: false };

describe('size of a small picture', () => {
  it.each([
    [1920, 1080, 160, 160, 90],
    [1080, 1920, 160, 160, 284],
    [100, 50, 160, 100, 50],
    [641, 359, 160, 160, 90],
    [16, 4000, 160, 2, 640],
    [4000, 16, 160, 160, 2],
  ])('%i x %i for a width of %i: %i x %i', (width, height, wanted, w, h) => {
    expect(nearPictureSize(probedVideo({ width, height }), wanted)).toEqual({ width: w, height: h });
  });
});

describe('time of a place', () => {
  it('stays before the last frame', () => {
    expect(secondsAt(probedVideo(), 0)).toBe(0);
    expect(secondsAt(probedVideo(), 0.5)).toBe(2);
    expect(secondsAt(probedVideo(), 1)).toBeCloseTo(3.94);
  });

  it("follows the video's length rather than the file's, and is the start where none is known", () => {
    expect(secondsAt(probedVideo({ duration: 100 }, { promised: 10 }), 0.5)).toBe(5);
    expect(secondsAt(probedVideo({ duration: 100 }, { promised: null }), 0.5)).toBe(50);
    expect(secondsAt(probedVideo({ duration: null }, { promised: null }), 0.5)).toBe(0);
    expect(secondsAt(probedVideo({ duration: 0.01 }, { promised: null }), 1)).toBe(0);
  });
});

describe('arguments for a small picture', () => {
  const size = { width: 160, height: 90 };

  it('seek to the keyframe and decode on as far as the budget allows', () => {
    const video = probedVideo({ coded_width: 1920, coded_height: 1080 });
    const args = nearPictureArguments(video, { seconds: 12.5, size }, usual);
    expect(args.join(' ')).toContain('-noaccurate_seek -ss 12.500000 -protocol_whitelist file,pipe,fd');
    expect(args.join(' ')).toContain('-i file:/videos/clip.mp4 -map 0:0');
    expect(filtersOf(args)).toBe("select='gte(t,0.000)+gte(n,54)',scale=160:90:flags=area,format=rgb24");
    const large = probedVideo({ coded_width: 16_384, coded_height: 8192 });
    expect(filtersOf(nearPictureArguments(large, { seconds: 12.5, size }, usual))).not.toContain('select');
  });

  it('take the first frame at the beginning and the keyframe where nothing else works', () => {
    const first = nearPictureArguments(probedVideo(), { seconds: 0, size }, usual);
    expect(first).not.toContain('-ss');
    expect(filtersOf(first)).toBe('scale=160:90:flags=area,format=rgb24');
    const key = nearPictureArguments(probedVideo(), { seconds: 2, size }, { ...usual, towards: false });
    expect(filtersOf(key)).toBe('scale=160:90:flags=area,format=rgb24');
  });

  it('begin earlier where that is asked for', () => {
    const at = (earlier: number) =>
      nearPictureArguments(probedVideo(), { seconds: 12, size }, { ...usual, towards: false, earlier });
    expect(at(10).join(' ')).toContain('-ss 2.000000');
    expect(at(20)).not.toContain('-ss');
    const towards = nearPictureArguments(probedVideo(), { seconds: 12, size }, { ...usual, earlier: 10 });
    expect(filtersOf(towards)).toContain('gte(t,10.000)');
    const start = nearPictureArguments(probedVideo(), { seconds: 4, size }, { ...usual, earlier: 10 });
    expect(filtersOf(start)).toContain('gte(t,4.000)');
  });

  it('turn the picture after scaling it as it is stored, and tone-map it when it is small', () => {
    const orientation = { rotation: 90, flipped: false, filters: ['transpose=clock'] } as const;
    const args = nearPictureArguments(
      probedVideo({}, { orientation }),
      { seconds: 0, size: { width: 90, height: 160 } },
      { ...usual, toneMap: true },
    );
    expect(filtersOf(args)).toBe(`scale=160:90:flags=area,${TONE_MAP},transpose=clock,format=rgb24`);
  });
});
