/** Range of the samples: limited (black 16, white 235 at 8 bits) or full. */
export type SampleRange = 'limited' | 'full';

/** One plane of a frame; offsets and strides in bytes, sizes in pixels. */
interface PlaneLayout {
  readonly offset: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** How a frame lies in memory: ffmpeg's rawvideo (and y4m) planes, one after the other, without padding. */
export interface FrameLayout {
  /** ffmpeg's name of the pixel format. */
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  readonly kind: 'gray' | 'yuv' | 'rgb';
  /** Bits of a sample, 8..16. */
  readonly depth: number;
  readonly range: SampleRange;
  /** Chroma is subsampled by 2^shiftX x 2^shiftY. */
  readonly shiftX: 0 | 1 | 2;
  readonly shiftY: 0 | 1 | 2;
  /** Gray and packed RGB: one; YUV: luma, U, V. Plane sizes of chroma are rounded up. */
  readonly planes: readonly [PlaneLayout, ...PlaneLayout[]];
  /** Bytes of the whole frame. */
  readonly bytes: number;
}

const YUV = /^yuv(j?)(410|411|420|422|440|444)p(?:(9|10|12|14|16)le)?$/;
const GRAY = /^gray(?:(9|10|12|14|16)le)?$/;

const subsampling = new Map<string, readonly [0 | 1 | 2, 0 | 1 | 2]>([
  ['410', [2, 2]],
  ['411', [2, 0]],
  ['420', [1, 1]],
  ['422', [1, 0]],
  ['440', [0, 1]],
  ['444', [0, 0]],
]);

/**
 * Layout of a frame of `pixelFormat` (gray, gray10le, yuv420p, yuvj422p, yuv444p12le, rgb24, rgb48le …).
 * `range` is the stream's own; yuvj formats and RGB are full range whatever it says.
 *
 * @throws RangeError for a pixel format that isn't planar YUV, gray, rgb24 or rgb48le, or a size below 1 x 1.
 */
export function frameLayout(
  pixelFormat: string,
  width: number,
  height: number,
  range: SampleRange,
): FrameLayout {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new RangeError(`frame size ${width}x${height}`);
  }
  const size = { pixelFormat, width, height };
  if (pixelFormat === 'rgb24' || pixelFormat === 'rgb48le') {
    const depth = pixelFormat === 'rgb24' ? 8 : 16;
    const plane = planeAt(0, width, height, (3 * depth) / 8);
    return {
      ...size,
      kind: 'rgb',
      depth,
      range: 'full',
      shiftX: 0,
      shiftY: 0,
      planes: [plane],
      bytes: end(plane),
    };
  }
  const gray = GRAY.exec(pixelFormat);
  if (gray) {
    const depth = Number(gray[1] ?? 8);
    const plane = planeAt(0, width, height, depth > 8 ? 2 : 1);
    return { ...size, kind: 'gray', depth, range, shiftX: 0, shiftY: 0, planes: [plane], bytes: end(plane) };
  }
  const yuv = YUV.exec(pixelFormat);
  const shifts = subsampling.get(yuv?.[2] ?? '');
  if (!yuv || !shifts) throw new RangeError(`pixel format ${pixelFormat} has no known layout`);
  const depth = Number(yuv[3] ?? 8);
  const sampleBytes = depth > 8 ? 2 : 1;
  const [shiftX, shiftY] = shifts;
  const chromaWidth = Math.ceil(width / 2 ** shiftX);
  const chromaHeight = Math.ceil(height / 2 ** shiftY);
  const luma = planeAt(0, width, height, sampleBytes);
  const u = planeAt(end(luma), chromaWidth, chromaHeight, sampleBytes);
  const v = planeAt(end(u), chromaWidth, chromaHeight, sampleBytes);
  const ownRange = yuv[1] === 'j' ? 'full' : range;
  return {
    ...size,
    kind: 'yuv',
    depth,
    range: ownRange,
    shiftX,
    shiftY,
    planes: [luma, u, v],
    bytes: end(v),
  };
}

function planeAt(offset: number, width: number, height: number, pixelBytes: number): PlaneLayout {
  return { offset, stride: width * pixelBytes, width, height };
}

function end(plane: PlaneLayout): number {
  return plane.offset + plane.stride * plane.height;
}
