import type { SampleRange } from './frame-layout.ts';

/** Weights of red and blue in luma; green has the rest. */
export interface LumaWeights {
  readonly kr: number;
  readonly kb: number;
}

/** Luma weights by the name ffprobe gives a stream's color_space (ITU-T H.273, table 4). */
export const LUMA_WEIGHTS = {
  bt709: { kr: 0.2126, kb: 0.0722 },
  fcc: { kr: 0.3, kb: 0.11 },
  bt470bg: { kr: 0.299, kb: 0.114 },
  smpte170m: { kr: 0.299, kb: 0.114 },
  smpte240m: { kr: 0.212, kb: 0.087 },
  bt2020nc: { kr: 0.2627, kb: 0.0593 },
} as const satisfies Record<string, LumaWeights>;

/** Luma weights of a matrix by FFmpeg's name; untagged and unknown ones are taken as BT.601, as FFmpeg does. */
export function lumaWeightsOf(matrix: string | null): LumaWeights {
  if (matrix === 'bt2020c') return LUMA_WEIGHTS.bt2020nc;
  const known = Object.entries(LUMA_WEIGHTS).find(([name]) => name === matrix);
  return known ? known[1] : LUMA_WEIGHTS.smpte170m;
}

/** Integer coefficients of YUV to RGB with 13 fractional bits; `black` is the 8-bit luma of black. */
export interface RgbCoefficients {
  readonly black: number;
  readonly yGain: number;
  readonly vRed: number;
  readonly uGreen: number;
  readonly vGreen: number;
  readonly uBlue: number;
}

/**
 * Coefficients as swscale makes them (libswscale/yuv2rgb.c): the limited-range ones at 16 fractional bits, then scaled
 * by 224 / 255 for full range, then rounded to 13 bits. Chroma gains are 2 (1 - kr), 2 (1 - kb) and their products
 * with kr / kg, kb / kg (ITU-R BT.601, BT.709, BT.2020).
 */
export function rgbCoefficients({ kr, kb }: LumaWeights, range: SampleRange): RgbCoefficients {
  const kg = 1 - kr - kb;
  const gain = (value: number): number => {
    const limited = Math.round((value * 65536 * 255) / 224);
    return Math.floor((range === 'limited' ? limited : Math.trunc((limited * 224) / 255)) / 8 + 0.5);
  };
  return {
    black: range === 'limited' ? 16 : 0,
    yGain: range === 'limited' ? Math.floor(Math.trunc((65536 * 255) / 219) / 8 + 0.5) : 8192,
    vRed: gain(2 * (1 - kr)),
    uGreen: gain((-2 * (1 - kb) * kb) / kg),
    vGreen: gain((-2 * (1 - kr) * kr) / kg),
    uBlue: gain(2 * (1 - kb)),
  };
}
