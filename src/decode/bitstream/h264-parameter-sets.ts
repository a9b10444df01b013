import { BitReader } from './bit-reader.ts';

/** The fields of a sequence parameter set that slice headers and the output order depend on. */
export interface H264Sps {
  readonly id: number;
  readonly profile: number;
  /** chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chromaFormat: number;
  readonly separatePlanes: boolean;
  /** Bits of frame_num. */
  readonly frameNumBits: number;
  readonly frameMbsOnly: boolean;
  /** The order in which pictures are shown follows from the headers alone, no decoder has to guess a delay. */
  readonly statesOutputOrder: boolean;
}

/** The fields of a picture parameter set that slice headers depend on. */
export interface H264Pps {
  readonly id: number;
  readonly spsId: number;
}

const PROFILES_WITH_CHROMA_INFO = new Set([
  44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 144, 244,
]);

/** Parses seq_parameter_set_rbsp (ITU-T H.264 clause 7.3.2.1.1) without its NAL header byte. */
export function parseH264Sps(rbsp: Uint8Array): H264Sps | null {
  const bits = new BitReader(rbsp);
  const profile = bits.bits(8);
  bits.skip(16);
  const id = bits.ue();
  let chromaFormat = 1;
  let separatePlanes = false;
  if (PROFILES_WITH_CHROMA_INFO.has(profile)) {
    chromaFormat = bits.ue();
    if (chromaFormat === 3) separatePlanes = bits.flag();
    bits.ue();
    bits.ue();
    bits.skip(1);
    if (bits.flag()) skipScalingMatrix(bits, chromaFormat === 3 ? 12 : 8);
  }
  const frameNumBits = bits.ue() + 4;
  const pocType = bits.ue();
  if (pocType === 0) bits.ue();
  else if (pocType === 1) skipPocCycle(bits);
  bits.ue();
  bits.skip(1);
  bits.ue();
  bits.ue();
  const frameMbsOnly = bits.flag();
  if (!frameMbsOnly) bits.skip(1);
  bits.skip(1);
  if (bits.flag()) for (let i = 0; i < 4; i += 1) bits.ue();
  const hasVui = bits.flag();
  if (bits.overrun || id > 31 || chromaFormat > 3 || frameNumBits > 16 || pocType > 2) return null;
  // Type 2 shows pictures in decoding order (clause 8.2.1.3); Baseline has no B slices.
  const fixedOrder = pocType === 2 || profile === 66;
  const statesOutputOrder = fixedOrder || (hasVui && hasBitstreamRestriction(bits));
  return { id, profile, chromaFormat, separatePlanes, frameNumBits, frameMbsOnly, statesOutputOrder };
}

/** Parses the head of pic_parameter_set_rbsp (clause 7.3.2.2) without its NAL header byte. */
export function parseH264Pps(rbsp: Uint8Array): H264Pps | null {
  const bits = new BitReader(rbsp);
  const id = bits.ue();
  const spsId = bits.ue();
  return bits.overrun || id > 255 || spsId > 31 ? null : { id, spsId };
}

function skipScalingMatrix(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (!bits.flag()) continue;
    let last = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64); i += 1) {
      last = (last + bits.se() + 256) % 256;
      // A next scale of zero ends the list (clause 7.3.2.1.1.1).
      if (last === 0 || bits.overrun) break;
    }
  }
}

function skipPocCycle(bits: BitReader): void {
  bits.skip(1);
  bits.se();
  bits.se();
  const count = bits.ue();
  for (let i = 0; i < count && !bits.overrun; i += 1) bits.se();
}

/** Walks vui_parameters (clause E.1.1) to bitstream_restriction_flag. */
function hasBitstreamRestriction(bits: BitReader): boolean {
  if (bits.flag() && bits.bits(8) === 255) bits.skip(32);
  if (bits.flag()) bits.skip(1);
  if (bits.flag()) {
    bits.skip(4);
    if (bits.flag()) bits.skip(24);
  }
  if (bits.flag()) {
    bits.ue();
    bits.ue();
  }
  if (bits.flag()) bits.skip(65);
  const nalHrd = bits.flag();
  if (nalHrd) skipHrd(bits);
  const vclHrd = bits.flag();
  if (vclHrd) skipHrd(bits);
  if (nalHrd || vclHrd) bits.skip(1);
  bits.skip(1);
  if (!bits.flag()) return false;
  bits.skip(1);
  for (let i = 0; i < 6; i += 1) bits.ue();
  return !bits.overrun;
}

function skipHrd(bits: BitReader): void {
  const count = bits.ue() + 1;
  bits.skip(8);
  for (let i = 0; i < count && i < 32; i += 1) {
    bits.ue();
    bits.ue();
    bits.skip(1);
  }
  bits.skip(20);
}
