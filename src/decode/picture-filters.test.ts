import { describe, expect, it } from 'vitest';
import { pictureChain, TONE_MAP } from './picture-filters.ts';
import { pixelFormatFacts, probedVideo } from './video.fixture.ts';

const usual = { deinterlace: 'auto', keepPixelAspect: false, deep: false } as const;
const all = new Set(['zscale', 'tonemap', 'bwdif']);

describe('filters from the decoded frame to the picture', () => {
  it('an ordinary frame keeps its samples; size and format are pinned', () => {
    const chain = pictureChain(probedVideo(), usual, all);
    expect(chain.filters).toEqual([
      'scale=320:180:flags=bicubic+accurate_rnd+full_chroma_int',
      'format=yuv420p',
    ]);
    expect(chain).toMatchObject({
      width: 320,
      height: 180,
      format: 'yuv420p',
      range: 'limited',
      temporal: false,
    });
  });

  it('deinterlaces, squares and turns, in this order', () => {
    const orientation = { rotation: 90, flipped: false, filters: ['transpose=clock'] } as const;
    const video = probedVideo({ interlaced: true, pixel_aspect: { num: 4, den: 3 } }, { orientation });
    const { filters, width, height, temporal } = pictureChain(video, usual, all);
    expect(filters.map((filter) => filter.split(/[=:]/)[0])).toEqual([
      'bwdif',
      'scale',
      'setsar',
      'transpose',
      'scale',
      'format',
    ]);
    expect([width, height, temporal]).toEqual([180, 427, true]);
    const kept = pictureChain(video, { ...usual, deinterlace: 'off', keepPixelAspect: true }, all);
    expect(kept).toMatchObject({ width: 180, height: 320, temporal: false });
  });

  it('HDR is tone-mapped for 8 bit, left alone for 16, and named where FFmpeg cannot', () => {
    const pixelFormat = pixelFormatFacts('yuv420p10le', 10, {});
    const video = probedVideo({ hdr: 'pq', color_space: 'bt2020nc', bit_depth: 10 }, { pixelFormat });
    const mapped = pictureChain(video, usual, all);
    expect(mapped.filters).toContain(TONE_MAP);
    expect(mapped).toMatchObject({ format: 'yuv420p', matrix: 'bt709', warnings: [] });
    const deep = pictureChain(video, { ...usual, deep: true }, all);
    expect(deep).toMatchObject({ format: 'yuv420p10le', matrix: 'bt2020nc', warnings: [] });
    expect(pictureChain(video, usual, new Set()).warnings).toEqual([
      'HDR is not tone-mapped: this FFmpeg lacks the zscale filter, so colours look washed out',
    ]);
  });

  it('RGB is full range without a matrix', () => {
    const pixelFormat = pixelFormatFacts('gbrp', 8, { flags: { rgb: 1 } });
    const chain = pictureChain(probedVideo({ color_space: 'gbr' }, { pixelFormat }), usual, all);
    expect(chain).toMatchObject({ format: 'rgb24', range: 'full', matrix: null });
  });
});
