import { roundHalfEven } from './round-half-even.ts';

/**
 * Weights of the two source pixels of each output pixel in OpenCV's INTER_LINEAR on 8 bits: 11 fractional bits, a pair of
 * i16 in each word, the first pixel's in the lower half.
 * @param clamped along x: the second pixel counts nothing where the first or last column would be passed; along y the
 *   rows are clipped but keep their weights
 */
export function pairWeights(length: number, outLength: number, clamped: boolean): Uint32Array {
  const scale = length / outLength;
  return Uint32Array.from({ length: outLength }, (_, k) => {
    const position = Math.fround((k + 0.5) * scale - 0.5);
    const first = Math.floor(position);
    const beyond = clamped && (first < 0 || first >= length - 1);
    const part = beyond ? 0 : Math.fround(position - first);
    const second = roundHalfEven(Math.fround(part * 2048));
    return roundHalfEven(Math.fround(Math.fround(1 - part) * 2048)) | (second << 16);
  });
}
