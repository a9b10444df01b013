/**
 * Rounds float32 values to bfloat16 (the upper 16 bits), nearest, ties to even, as SAM 2 stores the memory of a frame.
 * @returns the upper 16 bits of each value
 */
export function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const out = new Uint16Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const value = bits[i] ?? 0;
    out[i] = (value + 0x7fff + ((value >>> 16) & 1)) >>> 16;
  }
  return out;
}

/** Writes bfloat16 values as float32 into `out`, from `at` on. */
export function widenBfloat16(values: Uint16Array, out: Float32Array, at: number): void {
  const bits = new Uint32Array(out.buffer, out.byteOffset + at * 4, values.length);
  for (let i = 0; i < values.length; i++) bits[i] = (values[i] ?? 0) << 16;
}
