const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** A number as a half float, rounded to the nearest one, ties to even. */
function halfOf(value: number): number {
  FLOAT[0] = value;
  const bits = BITS[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  if (magnitude >= 0x477f_f000) return sign | 0x7c00;
  if (magnitude < 0x3880_0000) {
    // Below the least normal half float: a multiple of 2^-24.
    const scaled = Math.abs(value) * 2 ** 24;
    const low = Math.floor(scaled);
    const rest = scaled - low;
    const up = rest > 0.5 || (rest === 0.5 && (low & 1) === 1);
    return sign | (low + (up ? 1 : 0));
  }
  return sign | ((magnitude - 0x3800_0000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

/** Numbers as half floats. */
export function toHalfFloats(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, halfOf);
}
