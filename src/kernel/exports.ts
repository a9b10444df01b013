/** Raw WebAssembly functions of both builds. Every number is a byte offset into the memory, a count, or a flag 0/1. */
export interface KernelExports {
  measure(
    luma: number,
    stride: number,
    width: number,
    height: number,
    limited: number,
    mask: number,
    maskStride: number,
    scratch: number,
    out: number,
  ): void;
  measureScratchBytes(width: number, height: number, masked: number): number;
  luma16(
    source: number,
    sourceStride: number,
    width: number,
    height: number,
    depth: number,
    limited: number,
    out: number,
    outStride: number,
  ): void;
  rgb24ToGrey: GreyExport;
  rgb48ToGrey: GreyExport;
  yuvToRgb24: ConvertExport;
  yuvToRgb48: ConvertExport;
  rgb24ScratchBytes(width: number): number;
  rgb48ScratchBytes(width: number): number;
  /** 8-bit bilinear resize of packed pixels; see wasm/resize.ts. */
  resizeBytes(
    source: number,
    stride: number,
    width: number,
    height: number,
    channels: number,
    out: number,
    outStride: number,
    outWidth: number,
    outHeight: number,
    scratch: number,
  ): void;
  resizeScratchBytes(outWidth: number, channels: number): number;
  /** Antialiased resize of packed RGB24; see wasm/pillow.ts. */
  resizePillow(
    source: number,
    stride: number,
    width: number,
    height: number,
    cubic: number,
    out: number,
    outStride: number,
    outWidth: number,
    outHeight: number,
    scratch: number,
  ): void;
  pillowScratchBytes(
    width: number,
    height: number,
    outWidth: number,
    outHeight: number,
    cubic: number,
  ): number;
  /** Square crop through an affine map; see wasm/warp.ts. */
  warpRgb24(
    source: number,
    stride: number,
    width: number,
    height: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    out: number,
    size: number,
  ): void;
  /** Packed RGB24 to float32 planes; see wasm/tensor.ts. */
  rgb24ToPlanes(
    source: number,
    stride: number,
    width: number,
    height: number,
    swapped: number,
    mean: number,
    divisor: number,
    out: number,
  ): void;
  greyToPlane(source: number, count: number, divisor: number, out: number): void;
  /** Half floats to float32, and their squared length; see wasm/faces.ts. */
  halvesToFloats(source: number, count: number, out: number): number;
  /** For each row of half floats the nearest reference; see wasm/faces.ts. */
  nearestFaces(
    rows: number,
    count: number,
    dimensions: number,
    references: number,
    lengths: number,
    referenceCount: number,
    scratch: number,
    distances: number,
    nearest: number,
  ): void;
  /** The distances of each row to all references. */
  allFaceDistances(
    rows: number,
    count: number,
    dimensions: number,
    references: number,
    lengths: number,
    referenceCount: number,
    scratch: number,
    out: number,
  ): void;
  /** Shrinking, colours and differences of small pictures for shots; see wasm/shots.ts. */
  blendPairs(source: number, width: number, height: number, columns: number, rows: number, out: number): void;
  bgrToHsv(source: number, count: number, out: number): void;
  sumDifferences(a: number, b: number, count: number): number;
  sumCells(
    source: number,
    stride: number,
    width: number,
    height: number,
    channels: number,
    wide: number,
    picked: number,
    columns: number,
    rows: number,
    scratch: number,
    out: number,
  ): void;
}

/** Packed RGB to 8-bit grey. */
type GreyExport = (
  source: number,
  sourceStride: number,
  width: number,
  height: number,
  out: number,
  outStride: number,
) => void;

/** Planar YUV to packed RGB; see wasm/convert-rgb24.ts. */
type ConvertExport = (
  luma: number,
  lumaStride: number,
  u: number,
  v: number,
  chromaStride: number,
  width: number,
  height: number,
  shiftX: number,
  shiftY: number,
  depth: number,
  halves: number,
  offset: number,
  yGain: number,
  vRed: number,
  uGreen: number,
  vGreen: number,
  uBlue: number,
  out: number,
  outStride: number,
  scratch: number,
) => void;

const names: readonly (keyof KernelExports)[] = [
  'measure',
  'measureScratchBytes',
  'luma16',
  'rgb24ToGrey',
  'rgb48ToGrey',
  'yuvToRgb24',
  'yuvToRgb48',
  'rgb24ScratchBytes',
  'rgb48ScratchBytes',
  'resizeBytes',
  'resizeScratchBytes',
  'resizePillow',
  'pillowScratchBytes',
  'warpRgb24',
  'rgb24ToPlanes',
  'greyToPlane',
  'halvesToFloats',
  'nearestFaces',
  'allFaceDistances',
  'blendPairs',
  'bgrToHsv',
  'sumDifferences',
  'sumCells',
];

/** True if an instance has all kernels. */
export function hasKernels(exports: unknown): exports is KernelExports {
  if (typeof exports !== 'object' || exports === null) return false;
  const found = new Map<string, unknown>(Object.entries(exports));
  return names.every((name) => typeof found.get(name) === 'function');
}
