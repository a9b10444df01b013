const bits = new DataView(new ArrayBuffer(4));

/** 2^-24, the step between subnormal half floats. */
const SMALLEST = 2 ** -24;

/** Bits of the half float that is nearest to a float32, halves to even; beyond 65504 infinity. */
function encodeOne(value: number): number {
  bits.setFloat32(0, value);
  const whole = bits.getUint32(0);
  const sign = (whole >>> 16) & 0x8000;
  const size = whole & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= 0x477ff000) return sign | 0x7c00;
  // A number below the normal halves: counted in steps, where adding 2^23 rounds to even.
  if (size < 0x38800000) return sign | (Math.fround(Math.abs(value) / SMALLEST + 2 ** 23) - 2 ** 23);
  const odd = (size >>> 13) & 1;
  return sign | ((size - 0x38000000 + 0xfff + odd) >>> 13);
}

/** Half floats (their bits) of float32 numbers: the nearest each, halves to even. */
export function encodeHalves(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = encodeOne(values[i] ?? 0);
  return halves;
}

function decodeOne(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * SMALLEST;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Made when first needed. */
let table: Float32Array | null = null;

/** The float32 number of each half float, by its bits; not to be changed. */
export function halfValues(): Float32Array {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => decodeOne(half));
  return table;
}

/** Float32 numbers of half floats, exactly. */
export function decodeHalves(halves: Uint16Array): Float32Array {
  const known = halfValues();
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = known[halves[i] ?? 0] ?? 0;
  return values;
}
