import { BitReader } from './bit-reader.ts';
import { nextStartCode } from './nal-units.ts';

/** Start codes of ISO/IEC 14496-2 table 6-3. */
const USER_DATA = 0xb2;
const GROUP = 0xb3;
const VOP = 0xb6;

/** The fields of a video object layer that matter here. */
export interface Mpeg4Layer {
  /** Bits of vop_time_increment. */
  readonly timeBits: number;
  /** FFmpeg derives field prediction from the first B picture it sees, so starting elsewhere changes pixels. */
  readonly interlaced: boolean;
  /** Rectangular, without sprites: the only kind we make statements about. */
  readonly plain: boolean;
}

/** One unit between two start codes. */
export interface Mpeg4Unit {
  readonly kind: 'layer' | 'user-data' | 'group' | 'vop' | 'other';
  readonly code: number;
  readonly payload: Uint8Array;
}

/** Cuts a packet or extradata at its start codes. */
export function splitMpeg4(data: Uint8Array): Mpeg4Unit[] {
  const units: Mpeg4Unit[] = [];
  let at = nextStartCode(data, 0);
  while (at >= 0) {
    const code = data[at + 3] ?? 0xff;
    const next = nextStartCode(data, at + 4);
    units.push({ kind: kindOf(code), code, payload: data.subarray(at + 4, next < 0 ? data.length : next) });
    at = next;
  }
  return units;
}

function kindOf(code: number): Mpeg4Unit['kind'] {
  if (code >= 0x20 && code <= 0x2f) return 'layer';
  if (code === USER_DATA) return 'user-data';
  if (code === GROUP) return 'group';
  return code === VOP ? 'vop' : 'other';
}

/** Parses VideoObjectLayer (clause 6.2.3) up to sprite_enable. */
export function parseMpeg4Layer(payload: Uint8Array): Mpeg4Layer | null {
  const bits = new BitReader(payload);
  bits.skip(9);
  let version = 1;
  if (bits.flag()) {
    version = bits.bits(4);
    bits.skip(3);
  }
  if (bits.bits(4) === 15) bits.skip(16);
  // vol_control_parameters: chroma_format, low_delay, and the buffer model's 79 bits.
  if (bits.flag()) {
    bits.skip(3);
    if (bits.flag()) bits.skip(79);
  }
  const shape = bits.bits(2);
  bits.skip(1);
  const resolution = bits.bits(16);
  bits.skip(1);
  const timeBits = Math.max(1, Math.ceil(Math.log2(resolution)));
  if (bits.flag()) bits.skip(timeBits);
  if (bits.overrun || resolution === 0) return null;
  if (shape !== 0) return { timeBits, interlaced: false, plain: false };
  bits.skip(29);
  const interlaced = bits.flag();
  bits.skip(1);
  const sprite = bits.bits(version === 1 ? 1 : 2);
  return bits.overrun ? null : { timeBits, interlaced, plain: sprite === 0 };
}

/** vop_coding_type (0 I, 1 P, 2 B, 3 S) and vop_coded of VideoObjectPlane (clause 6.2.5). */
export function parseMpeg4Vop(
  payload: Uint8Array,
  layer: Mpeg4Layer,
): { type: number; coded: boolean } | null {
  const bits = new BitReader(payload.subarray(0, 64));
  const type = bits.bits(2);
  while (bits.flag());
  const marker = bits.flag();
  bits.skip(layer.timeBits);
  const marker2 = bits.flag();
  const coded = bits.flag();
  return bits.overrun || !marker || !marker2 ? null : { type, coded };
}
