/** How NAL units are told apart: a big-endian length of 1 to 4 bytes before each, or start codes (0 = Annex B). */
export type NalLengthSize = 0 | 1 | 2 | 3 | 4;

/** The NAL length size stored in the low two bits of a byte of avcC or hvcC. */
export function nalLengthSize(byte: number): NalLengthSize {
  const minusOne = byte & 3;
  if (minusOne === 0) return 1;
  if (minusOne === 1) return 2;
  return minusOne === 2 ? 3 : 4;
}

/**
 * Cuts a packet into NAL units (header byte first, emulation prevention still in place).
 * Null when the packet is not well formed: then no statement about it is safe.
 */
export function splitNalUnits(packet: Uint8Array, lengthSize: NalLengthSize): Uint8Array[] | null {
  return lengthSize === 0 ? splitAnnexB(packet) : splitLengthPrefixed(packet, lengthSize);
}

function splitLengthPrefixed(packet: Uint8Array, lengthSize: number): Uint8Array[] | null {
  const units: Uint8Array[] = [];
  let at = 0;
  while (at < packet.length) {
    if (at + lengthSize > packet.length) return null;
    let size = 0;
    for (let i = 0; i < lengthSize; i += 1) size = size * 256 + (packet[at + i] ?? 0);
    at += lengthSize;
    // A packet that begins with a length of 1 may be one with start codes: decoders switch, we don't guess.
    if (size === 0 || (size === 1 && units.length === 0) || at + size > packet.length) return null;
    units.push(packet.subarray(at, at + size));
    at += size;
  }
  return units.length > 0 ? units : null;
}

function splitAnnexB(packet: Uint8Array): Uint8Array[] | null {
  const units: Uint8Array[] = [];
  let start = nextStartCode(packet, 0);
  // Only zero bytes may stand before the first start code (H.264 and H.265 Annex B.1).
  if (start < 0 || packet.subarray(0, start).some((byte) => byte !== 0)) return null;
  while (start >= 0) {
    const begin = start + 3;
    const next = nextStartCode(packet, begin);
    let end = next < 0 ? packet.length : next;
    while (end > begin && packet[end - 1] === 0) end -= 1;
    if (end > begin) units.push(packet.subarray(begin, end));
    start = next;
  }
  return units.length > 0 ? units : null;
}

/** Position of the next 00 00 01 at or after `from`, or -1. */
export function nextStartCode(data: Uint8Array, from: number): number {
  let at = data.indexOf(1, from + 2);
  while (at >= 0) {
    if (data[at - 1] === 0 && data[at - 2] === 0) return at - 2;
    at = data.indexOf(1, at + 1);
  }
  return -1;
}

/**
 * Takes the emulation prevention bytes out of a NAL unit (H.264 clause 7.4.1): 00 00 03 becomes 00 00.
 * At most `limit` bytes are produced: slice headers are short, slice data is not.
 */
export function unescapeNal(unit: Uint8Array, limit: number): Uint8Array {
  const out = new Uint8Array(Math.min(unit.length, limit));
  let size = 0;
  let zeros = 0;
  for (const byte of unit) {
    if (size >= out.length) break;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    out[size] = byte;
    size += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return out.subarray(0, size);
}
