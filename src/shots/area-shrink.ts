import type { Size } from '../decode/geometry.ts';
import { roundHalfEven } from './round-half-even.ts';

interface Tap {
  readonly from: number;
  readonly weight: number;
}

/** What each output sample is made of along one side: OpenCV's `computeResizeAreaTab`, float32 weights. */
function areaTaps(length: number, outLength: number): readonly (readonly Tap[])[] {
  const scale = length / outLength;
  return Array.from({ length: outLength }, (_, k) => {
    const start = k * scale;
    const end = start + scale;
    const width = Math.min(scale, length - start);
    const first = Math.ceil(start);
    const last = Math.max(Math.min(Math.floor(end), length - 1), 0);
    const whole = Math.min(first, last);
    const taps: Tap[] = [];
    if (whole - start > 1e-3) taps.push({ from: whole - 1, weight: Math.fround((whole - start) / width) });
    for (let from = whole; from < last; from++) taps.push({ from, weight: Math.fround(1 / width) });
    if (end - last > 1e-3) {
      const part = Math.min(Math.min(end - last, 1), width);
      taps.push({ from: last, weight: Math.fround(part / width) });
    }
    return taps;
  });
}

/**
 * Makes a function that shrinks an 8-bit plane to `to` by area, as OpenCV's INTER_AREA; sides may grow only where they
 * stay the same.
 */
export function areaShrinker(from: Size, to: Size): (plane: Uint8Array) => Uint8Array {
  const columns = areaTaps(from.width, to.width);
  const rows = areaTaps(from.height, to.height);
  return (plane) => {
    const out = new Uint8Array(to.width * to.height);
    for (const [y, rowTaps] of rows.entries()) {
      for (const [x, columnTaps] of columns.entries()) {
        let sum = 0;
        for (const row of rowTaps) {
          let line = 0;
          for (const column of columnTaps) {
            line += (plane[row.from * from.width + column.from] ?? 0) * column.weight;
          }
          sum += line * row.weight;
        }
        out[y * to.width + x] = roundHalfEven(Math.fround(sum));
      }
    }
    return out;
  };
}
