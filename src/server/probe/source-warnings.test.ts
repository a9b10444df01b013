import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import type { Probe } from '../../contract/probe.ts';
import { pictureChain } from '../../decode/picture-filters.ts';
import { probedVideo, streamMap } from '../../decode/video.fixture.ts';
import { sourceWarnings } from './source-warnings.ts';

const all = new Set(['zscale', 'tonemap', 'bwdif']);

function warnings(
  probe: Partial<Probe>,
  given: Partial<{ deinterlace: 'off'; keepPixelAspect: true }> = {},
  filters: ReadonlySet<string> = all,
  map: ReturnType<typeof streamMap> | null = null,
) {
  const options = resolveOptions(ANALYZE_OPTIONS, given);
  const video = probedVideo(probe);
  const chain = pictureChain(video, { ...options, deep: false }, filters);
  return sourceWarnings({ video, chain }, options, map);
}

describe('what is out of the ordinary about a source', () => {
  it('is nothing for an ordinary one', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({}, {}, all, streamMap(100, [0]))).toEqual([]);
  });

  it('is said with what will be done about it', () => {
    expect(warnings({ hdr: 'hlg' })).toEqual(['HDR (HLG): pictures are tone-mapped to standard colours']);
    expect(warnings({ hdr: 'pq' }, {}, new Set())[0]).toMatch(/^HDR is not tone-mapped/);
    expect(warnings({ interlaced: true })).toEqual([
      'Pictures are made of two fields (interlaced): they are deinterlaced',
    ]);
    expect(warnings({ interlaced: true }, { deinterlace: 'off' })[0]).toMatch(/combed/);
    expect(warnings({ rotation: 270 })).toEqual(['Pictures are turned by 270 degrees to stand upright']);
    expect(warnings({ rotation: 90, flipped: true })).toEqual([
      'Pictures are turned by 90 degrees and mirrored to stand upright',
    ]);
    expect(warnings({ pixel_aspect: { num: 4, den: 3 }, width: 427 })).toEqual([
      'Pixels are not square: pictures are stretched to 427 x 180',
    ]);
    expect(warnings({ pixel_aspect: { num: 4, den: 3 } }, { keepPixelAspect: true })).toEqual([]);
    expect(warnings({ variable_frame_rate: true })[0]).toMatch(/varies/);
    expect(warnings({ duration: null })).toEqual(['The file does not say how long it is']);
  });

  it('includes what only the index tells', () => {
    expect(warnings({}, {}, all, streamMap(40, [0]))).toEqual([
      'The file is cut off: its video ends at 1.60 s of 4.00 s (60 % missing)',
    ]);
    expect(warnings({}, {}, all, { ...streamMap(100, null), origin: 'decoded' })[0]).toMatch(/by decoding/);
  });
});
