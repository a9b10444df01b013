/** obu_type (AV1 bitstream specification 1.0.0, section 6.2.2). */
export const OBU = {
  sequence: 1,
  delimiter: 2,
  frameHeader: 3,
  tileGroup: 4,
  frame: 6,
  tileList: 8,
} as const;

/** One open bitstream unit. */
export interface Obu {
  readonly type: number;
  readonly temporalId: number;
  readonly spatialId: number;
  readonly payload: Uint8Array;
}

/** Cuts a temporal unit into OBUs (section 5.3); null when a size doesn't fit. */
export function splitObus(data: Uint8Array): Obu[] | null {
  const obus: Obu[] = [];
  let at = 0;
  while (at < data.length) {
    const header = data[at] ?? 0;
    const extended = (header & 4) !== 0;
    const extension = extended ? data[at + 1] : 0;
    if (header > 127 || extension === undefined) return null;
    at += extended ? 2 : 1;
    let size = data.length - at;
    if ((header & 2) !== 0) {
      const coded = readLeb128(data, at);
      if (coded === null || coded.next + coded.value > data.length) return null;
      at = coded.next;
      size = coded.value;
    }
    obus.push({
      type: (header >> 3) & 15,
      temporalId: extension >> 5,
      spatialId: (extension >> 3) & 3,
      payload: data.subarray(at, at + size),
    });
    at += size;
  }
  return obus;
}

/** leb128() (section 4.10.5), at most 8 bytes and 32 bits. */
function readLeb128(data: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = data[at + i];
    if (byte === undefined) return null;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return value < 2 ** 32 ? { value, next: at + i + 1 } : null;
  }
  return null;
}
