import { displaySize, type Size, squareSize, turnedSize } from './geometry.ts';
import type { ProbedVideo } from './probe.ts';
import { transportFormat } from './transport-format.ts';

/** Options that decide what a written picture looks like. */
export interface PictureOptions {
  readonly deinterlace: 'auto' | 'off';
  readonly keepPixelAspect: boolean;
  /** Keep more than 8 bit (16-bit PNG); HDR is then left as it is. */
  readonly deep: boolean;
}

/** How decoded frames become the pictures that are measured and written. */
export interface PictureChain extends Size {
  /** FFmpeg filters from the decoded frame to the transported picture, in order. */
  readonly filters: readonly string[];
  /** Pixel format in which the pictures arrive. */
  readonly format: string;
  /** Range of the arriving luma; RGB and grey count as full. */
  readonly range: 'limited' | 'full';
  /** Matrix of the arriving YUV as FFmpeg names it; null = untagged. */
  readonly matrix: string | null;
  /** Whether a picture depends on its neighbours (deinterlacing). */
  readonly temporal: boolean;
  readonly warnings: readonly string[];
}

/** Scaler flags of every conversion, FFmpeg's `-sws_flags`. */
export const SCALER_FLAGS = 'bicubic+accurate_rnd+full_chroma_int';

/** Tone mapping of PQ and HLG to BT.709 (Hable's curve, no desaturation, 100 cd/m2 reference white). */
export const TONE_MAP =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p';

const DEINTERLACE = 'bwdif=mode=send_frame:parity=auto:deint=interlaced';

/**
 * The filters of a source's pictures: deinterlace, tone-map, square pixels, turn upright, in this order; the last
 * two pin size and pixel format, so that a change in mid-stream cannot break the framing of the raw pictures.
 * @param available names of the filters that this FFmpeg has
 */
export function pictureChain(
  video: ProbedVideo,
  options: PictureOptions,
  available: ReadonlySet<string>,
): PictureChain {
  const { probe, orientation, pixelFormat } = video;
  const warnings: string[] = [];
  const temporal = options.deinterlace === 'auto' && probe.interlaced;
  const wantsToneMap = probe.hdr !== null && !options.deep;
  const canToneMap = available.has('zscale') && available.has('tonemap');
  const toneMap = wantsToneMap && canToneMap;
  if (wantsToneMap && !canToneMap) {
    warnings.push('HDR is not tone-mapped: this FFmpeg lacks the zscale filter, so colours look washed out');
  }
  const stored = { width: probe.coded_width, height: probe.coded_height };
  const square = options.keepPixelAspect
    ? stored
    : squareSize(stored.width, stored.height, probe.pixel_aspect);
  const size = options.keepPixelAspect
    ? turnedSize(stored, orientation)
    : displaySize(stored.width, stored.height, probe.pixel_aspect, orientation);
  const format = toneMap ? 'yuv420p' : transportFormat(pixelFormat, options.deep);
  const stretched = square.width !== stored.width || square.height !== stored.height;
  const filters = [
    ...(temporal ? [DEINTERLACE] : []),
    ...(toneMap ? [TONE_MAP] : []),
    ...(stretched ? [`scale=${square.width}:${square.height}:flags=${SCALER_FLAGS}`, 'setsar=1'] : []),
    ...orientation.filters,
    `scale=${size.width}:${size.height}:flags=${SCALER_FLAGS}`,
    `format=${format}`,
  ];
  const yuv = format.startsWith('yuv');
  const range = toneMap ? 'limited' : yuv ? probe.color_range : 'full';
  const matrix = toneMap ? 'bt709' : yuv ? probe.color_space : null;
  return { ...size, filters, format, range, matrix, temporal, warnings };
}
