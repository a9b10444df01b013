import { describe, expect, it } from 'vitest';
import { bitDepthOf, transportFormat } from './transport-format.ts';
import { pixelFormatFacts } from './video.fixture.ts';

const rgb = { rgb: 1 };
const semi = { planar: 0 };
const layout = (w: number, h: number) => ({ log2_chroma_w: w, log2_chroma_h: h });

describe('the format in which pictures travel', () => {
  it.each([
    ['planar YUV stays as it is', pixelFormatFacts('yuv420p', 8, {}), 'yuv420p', 'yuv420p'],
    ['full range too', pixelFormatFacts('yuvj422p', 8, layout(1, 0)), 'yuvj422p', 'yuvj422p'],
    ['10 bit too', pixelFormatFacts('yuv420p10le', 10, {}), 'yuv420p10le', 'yuv420p10le'],
    ['9 bit too', pixelFormatFacts('yuv444p9le', 9, layout(0, 0)), 'yuv444p9le', 'yuv444p9le'],
    ['semi-planar is regrouped', pixelFormatFacts('nv12', 8, { flags: semi }), 'yuv420p', 'yuv420p'],
    ['10-bit semi-planar too', pixelFormatFacts('p010le', 10, { flags: semi }), 'yuv420p10le', 'yuv420p10le'],
    ['packed too', pixelFormatFacts('yuyv422', 8, { ...layout(1, 0), flags: semi }), 'yuv422p', 'yuv422p'],
    ['big-endian is turned', pixelFormatFacts('yuv422p12be', 12, layout(1, 0)), 'yuv422p12le', 'yuv422p12le'],
    [
      'alpha is dropped',
      pixelFormatFacts('yuva420p', 8, { nb_components: 4, flags: { alpha: 1 } }),
      'yuv420p',
      'yuv420p',
    ],
    ['RGB never becomes YUV', pixelFormatFacts('gbrp', 8, { ...layout(0, 0), flags: rgb }), 'rgb24', 'rgb24'],
    ['deep RGB', pixelFormatFacts('gbrp10le', 10, { ...layout(0, 0), flags: rgb }), 'rgb24', 'rgb48le'],
    ['palettes', pixelFormatFacts('pal8', 8, { nb_components: 1, flags: { palette: 1 } }), 'rgb24', 'rgb24'],
    ['grey', pixelFormatFacts('gray', 8, { nb_components: 1 }), 'gray', 'gray'],
    ['grey and alpha', pixelFormatFacts('ya8', 8, { nb_components: 2, flags: { alpha: 1 } }), 'gray', 'gray'],
    ['grey of 10 bit', pixelFormatFacts('gray10be', 10, { nb_components: 1 }), 'gray10le', 'gray10le'],
    ['grey of 14 bit', pixelFormatFacts('gray14le', 14, { nb_components: 1 }), 'gray16le', 'gray16le'],
    ['black and white', pixelFormatFacts('monob', 1, { nb_components: 1 }), 'gray', 'gray'],
  ])('%s', (_, facts, usual, deep) => {
    expect(transportFormat(facts, false)).toBe(usual);
    expect(transportFormat(facts, true)).toBe(deep);
  });

  it('depth is that of the deepest component, at least 8', () => {
    expect(bitDepthOf(pixelFormatFacts('rgb565le', 6, {}))).toBe(8);
    expect(bitDepthOf(pixelFormatFacts('x2rgb10le', 10, {}))).toBe(10);
    expect(bitDepthOf(pixelFormatFacts('pal8', 8, { flags: { palette: 1 } }))).toBe(8);
  });
});
