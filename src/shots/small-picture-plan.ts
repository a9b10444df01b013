import { type Size, turnedSize } from '../decode/geometry.ts';
import type { PictureChain } from '../decode/picture-filters.ts';
import type { ProbedVideo } from '../decode/probe.ts';
import { smallSize } from './small-size.ts';

/** How small pictures come out of FFmpeg. */
export interface SmallPicturePlan {
  /** Size of the small picture, upright, pixels. */
  readonly size: Size;
  /** Size of the upright picture that it is shrunk from. */
  readonly full: Size;
  /** True: the two by two source pixels of each small pixel travel; false: the picture is small already. */
  readonly paired: boolean;
  readonly chain: PictureChain;
}

/** Filter inputs are small enough that a name cannot meet another one. */
const LABELS = { picture: '[shot]', x: '[shotx]', y: '[shoty]' };

/** Keeps a position that is whole but for rounding from falling below; others are at least 1/512 away from whole. */
const ROUNDING = 0.001;

/** The expression of the source pixel of map pixel `at`: for each of `outLength` pixels the two that INTER_LINEAR mixes. */
function pairPosition(at: 'X' | 'Y', length: number, outLength: number): string {
  const first = `floor((floor(${at}/2)+0.5)*${length}/${outLength}-0.5+${ROUNDING})`;
  const position = at === 'X' ? `max(${first},0)+mod(X,2)` : `max(${first}+mod(Y,2),0)`;
  return `min(${position},${length - 1})`;
}

/** Where a pixel of the upright picture lies in the stored one. */
export function storedPosition(
  filters: readonly string[],
  stored: Size,
  upright: { readonly x: string; readonly y: string },
): { x: string; y: string } {
  const right = (expression: string) => `${stored.width - 1}-(${expression})`;
  const bottom = (expression: string) => `${stored.height - 1}-(${expression})`;
  return filters.reduceRight<{ x: string; y: string }>(({ x, y }, filter) => {
    switch (filter) {
      case 'hflip':
        return { x: right(x), y };
      case 'vflip':
        return { x, y: bottom(y) };
      case 'transpose=clock':
        return { x: y, y: bottom(x) };
      case 'transpose=cclock':
        return { x: right(y), y: x };
      case 'transpose=clock_flip':
        return { x: right(y), y: bottom(x) };
      case 'transpose=cclock_flip':
        return { x: y, y: x };
      default:
        throw new RangeError(`no turn: ${filter}`);
    }
  }, upright);
}

/** A picture of one frame whose 16-bit samples are an expression's values. */
function mapSource({ width, height }: Size, expression: string, label: string): string {
  return `nullsrc=s=${width}x${height}:d=0.04,format=gray16le,geq=lum='${expression}'${label}`;
}

/**
 * The filters from the decoded frame to what travels: FFmpeg's plain conversion to BGR, then only the pixels that
 * bilinear shrinking mixes, picked by `remap`, turned upright. FFmpeg's own scaler would give other pixels than OpenCV's.
 */
export function smallPicturePlan(video: ProbedVideo): SmallPicturePlan {
  const { probe, orientation } = video;
  const stored = { width: probe.coded_width, height: probe.coded_height };
  const full = turnedSize(stored, orientation);
  const size = smallSize(full);
  const paired = size.width !== full.width || size.height !== full.height;
  // A change of size in mid-stream must not break the framing.
  const converted = [`scale=${stored.width}:${stored.height}:flags=bicubic`, 'format=bgr24'];
  const common = { format: 'bgr24', range: 'full', matrix: null, temporal: false, warnings: [] } as const;
  if (!paired) {
    return {
      ...{ size, full, paired },
      chain: { ...common, ...size, filters: [...converted, ...orientation.filters] },
    };
  }
  const pairs = { width: size.width * 2, height: size.height * 2 };
  const upright = {
    x: pairPosition('X', full.width, size.width),
    y: pairPosition('Y', full.height, size.height),
  };
  const { x, y } = storedPosition(orientation.filters, stored, upright);
  const { picture } = LABELS;
  const graph = [
    // Counted in steps of the maps' clock, so that these stand for every frame whatever its time.
    `settb=1/25,setpts=N${picture}`,
    mapSource(pairs, x, LABELS.x),
    mapSource(pairs, y, LABELS.y),
    `${picture}${LABELS.x}${LABELS.y}remap`,
  ].join(';');
  return { size, full, paired, chain: { ...common, ...pairs, filters: [...converted, graph] } };
}
