import type { PixelFormatFacts } from './ffprobe-output.ts';

/** Planar YUV layouts by `log2 chroma width, log2 chroma height`. */
const LAYOUTS: Readonly<Record<string, string>> = {
  '1,1': '420',
  '1,0': '422',
  '0,0': '444',
  '0,1': '440',
  '2,0': '411',
  '2,2': '410',
};

const PLANAR = /^yuvj?4(?:20|22|44|40|11|10)p(?:(?:9|10|12|14|16)le)?$/;

/** Bits of one component, the largest of all. */
export function bitDepthOf(facts: PixelFormatFacts): number {
  if (facts.flags.palette) return 8;
  return Math.max(8, ...(facts.components ?? []).map((component) => component.bit_depth));
}

/**
 * The pixel format in which frames of a source travel to the kernels: the source's own samples wherever it is
 * planar YUV or grey, a lossless regrouping of them (semi-planar, packed, big-endian, with alpha) elsewhere, and
 * RGB for RGB, so that RGB never passes through YUV.
 * @param deep keep more than 8 bit of RGB sources (16-bit PNG)
 */
export function transportFormat(facts: PixelFormatFacts, deep: boolean): string {
  const depth = bitDepthOf(facts);
  if (facts.flags.rgb || facts.flags.palette) return deep && depth > 8 ? 'rgb48le' : 'rgb24';
  const opaque = facts.nb_components - (facts.flags.alpha ? 1 : 0);
  if (opaque <= 1) {
    if (depth <= 8) return 'gray';
    return depth <= 10 ? 'gray10le' : depth <= 12 ? 'gray12le' : 'gray16le';
  }
  if (PLANAR.test(facts.name)) return facts.name;
  const layout = LAYOUTS[`${facts.log2_chroma_w ?? 0},${facts.log2_chroma_h ?? 0}`] ?? '444';
  if (depth <= 8) return `yuv${layout}p`;
  const deepLayout = layout === '411' || layout === '410' ? '422' : layout;
  const stored = depth <= 9 ? 9 : depth <= 10 ? 10 : depth <= 12 ? 12 : depth <= 14 ? 14 : 16;
  return deepLayout === '440' && stored !== 10 && stored !== 12
    ? 'yuv444p16le'
    : `yuv${deepLayout}p${stored}le`;
}
