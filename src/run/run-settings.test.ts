import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { pictureChain } from '../decode/picture-filters.ts';
import { pixelFormatFacts, probedVideo } from '../decode/video.fixture.ts';
import { LUMA_WEIGHTS, lumaWeightsOf } from '../kernel/matrix.ts';
import { frameSettings, pictureFormat, pictureOptions, spreadOf } from './run-settings.ts';

const options = (given: Record<string, unknown>) => resolveOptions(ANALYZE_OPTIONS, given);

function settings(given: Record<string, unknown>, video = probedVideo()) {
  const resolved = options(given);
  const chain = pictureChain(video, pictureOptions(resolved, video), new Set());
  const made = frameSettings(resolved, video, chain, null);
  return { ...made, ...pictureFormat(resolved, made) };
}

describe('settings of a run', () => {
  it('pictures are 8 bit unless a deep source goes to PNG as it is', () => {
    const pixelFormat = pixelFormatFacts('yuv420p10le', 10, {});
    const deep = probedVideo({ bit_depth: 10 }, { pixelFormat });
    const source = { bitDepth: 'source' };
    expect(settings({ png: true, ...source }, deep)).toMatchObject({ type: 'png', pixels: 'rgb16' });
    expect(settings({ png: true }, deep).pixels).toBe('rgb8');
    expect(settings(source, deep)).toMatchObject({ type: 'jpg', pixels: 'rgb8' });
    expect(settings({ png: true, ...source }).pixels).toBe('rgb8');
  });

  it('grey stays grey; planar pictures travel as yuv4mpegpipe, RGB as raw video', () => {
    const grey = probedVideo({}, { pixelFormat: pixelFormatFacts('gray', 8, { nb_components: 1 }) });
    expect(settings({}, grey)).toMatchObject({ pixels: 'grey8', container: 'yuv4mpegpipe' });
    const rgb = probedVideo({}, { pixelFormat: pixelFormatFacts('gbrp', 8, { flags: { rgb: 1 } }) });
    expect(settings({}, rgb)).toMatchObject({ pixels: 'rgb8', container: 'rawvideo' });
  });

  it('the matrix is that of the stream; untagged and unknown ones count as BT.601, as in FFmpeg', () => {
    expect(lumaWeightsOf('bt709')).toEqual(LUMA_WEIGHTS.bt709);
    expect(lumaWeightsOf('bt2020c')).toEqual(LUMA_WEIGHTS.bt2020nc);
    for (const matrix of [null, 'gbr', 'toString'])
      expect(lumaWeightsOf(matrix)).toEqual(LUMA_WEIGHTS.smpte170m);
  });

  it('several stretches go to single-threaded decoders side by side, one stretch to one with all threads', () => {
    expect(spreadOf(4, 10)).toEqual({ lanes: 4, workers: 1, threads: 1 });
    expect(spreadOf(4, 3)).toEqual({ lanes: 3, workers: 1, threads: 1 });
    expect(spreadOf(8, 1)).toEqual({ lanes: 1, workers: 4, threads: 0 });
    expect(spreadOf(1, 10)).toEqual({ lanes: 1, workers: 1, threads: 0 });
  });
});
