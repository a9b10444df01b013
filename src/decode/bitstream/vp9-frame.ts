import { BitReader } from './bit-reader.ts';

/** The head of one VP9 frame. */
export type Vp9Frame =
  | { readonly kind: 'existing'; readonly slot: number }
  | {
      readonly kind: 'coded';
      readonly key: boolean;
      readonly intraOnly: boolean;
      readonly shown: boolean;
      /** Bit i is set when reference slot i becomes this frame. */
      readonly refresh: number;
    };

const SYNC_CODE = 0x498342;
const COLOR_SPACE_RGB = 7;

/** Cuts a chunk by its superframe index (VP9 bitstream specification 0.6, annex B); null when the index is damaged. */
export function splitSuperframe(packet: Uint8Array): Uint8Array[] | null {
  const marker = packet[packet.length - 1];
  if (marker === undefined) return null;
  if ((marker & 0xe0) !== 0xc0) return [packet];
  const count = (marker & 7) + 1;
  const bytesPerSize = ((marker >> 3) & 3) + 1;
  const indexSize = 2 + count * bytesPerSize;
  const indexAt = packet.length - indexSize;
  if (indexAt < 0 || packet[indexAt] !== marker) return [packet];
  const frames: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    let size = 0;
    for (let byte = bytesPerSize - 1; byte >= 0; byte -= 1) {
      size = size * 256 + (packet[indexAt + 1 + i * bytesPerSize + byte] ?? 0);
    }
    if (size === 0 || at + size > indexAt) return null;
    frames.push(packet.subarray(at, at + size));
    at += size;
  }
  return frames;
}

/** Parses uncompressed_header (section 6.2) up to refresh_frame_flags; null when it can't be read. */
export function parseVp9Frame(frame: Uint8Array): Vp9Frame | null {
  const bits = new BitReader(frame.subarray(0, 32));
  if (bits.bits(2) !== 2) return null;
  const profile = bits.bit() + 2 * bits.bit();
  if (profile === 3 && bits.flag()) return null;
  if (bits.flag()) return bits.left < 3 ? null : { kind: 'existing', slot: bits.bits(3) };
  const key = !bits.flag();
  const shown = bits.flag();
  const errorResilient = bits.flag();
  if (key) {
    const valid = bits.bits(24) === SYNC_CODE && !bits.overrun;
    return valid ? { kind: 'coded', key, intraOnly: false, shown, refresh: 0xff } : null;
  }
  const intraOnly = !shown && bits.flag();
  if (!errorResilient) bits.skip(2);
  if (intraOnly) {
    if (bits.bits(24) !== SYNC_CODE) return null;
    if (profile > 0) skipColorConfig(bits, profile);
  }
  const refresh = bits.bits(8);
  return bits.overrun ? null : { kind: 'coded', key, intraOnly, shown, refresh };
}

/** color_config (section 6.2.2). */
function skipColorConfig(bits: BitReader, profile: number): void {
  if (profile >= 2) bits.skip(1);
  const colorSpace = bits.bits(3);
  const statesSubsampling = profile === 1 || profile === 3;
  if (colorSpace !== COLOR_SPACE_RGB) bits.skip(statesSubsampling ? 4 : 1);
  else if (statesSubsampling) bits.skip(1);
}
