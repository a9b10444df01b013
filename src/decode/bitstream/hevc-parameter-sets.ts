import { BitReader } from './bit-reader.ts';

/** The fields of a sequence parameter set that slice headers depend on. */
export interface HevcSps {
  readonly id: number;
  /** Bits of slice_segment_address: Ceil(Log2(PicSizeInCtbsY)). */
  readonly addressBits: number;
}

/** The fields of a picture parameter set that slice headers depend on. */
export interface HevcPps {
  readonly id: number;
  readonly spsId: number;
  readonly dependentSlices: boolean;
  readonly outputFlagPresent: boolean;
  /** num_extra_slice_header_bits. */
  readonly extraBits: number;
}

/** Parses the head of seq_parameter_set_rbsp (ITU-T H.265 clause 7.3.2.2) without its NAL header. */
export function parseHevcSps(rbsp: Uint8Array): HevcSps | null {
  const bits = new BitReader(rbsp);
  bits.skip(4);
  const subLayers = bits.bits(3);
  bits.skip(1);
  skipProfileTierLevel(bits, subLayers);
  const id = bits.ue();
  const chromaFormat = bits.ue();
  if (chromaFormat === 3) bits.skip(1);
  const width = bits.ue();
  const height = bits.ue();
  if (bits.flag()) for (let i = 0; i < 4; i += 1) bits.ue();
  bits.ue();
  bits.ue();
  bits.ue();
  const allLayers = bits.flag();
  for (let i = allLayers ? 0 : subLayers; i <= subLayers; i += 1) {
    bits.ue();
    bits.ue();
    bits.ue();
  }
  const log2Ctb = bits.ue() + 3 + bits.ue();
  const size = 2 ** log2Ctb;
  if (bits.overrun || id > 15 || chromaFormat > 3 || log2Ctb > 6 || width === 0 || height === 0) return null;
  const blocks = Math.ceil(width / size) * Math.ceil(height / size);
  return { id, addressBits: Math.ceil(Math.log2(blocks)) };
}

/** Parses the head of pic_parameter_set_rbsp (clause 7.3.2.3) without its NAL header. */
export function parseHevcPps(rbsp: Uint8Array): HevcPps | null {
  const bits = new BitReader(rbsp);
  const id = bits.ue();
  const spsId = bits.ue();
  const dependentSlices = bits.flag();
  const outputFlagPresent = bits.flag();
  const extraBits = bits.bits(3);
  if (bits.overrun || id > 63 || spsId > 15) return null;
  return { id, spsId, dependentSlices, outputFlagPresent, extraBits };
}

/** profile_tier_level (clause 7.3.3) with the general profile present. */
function skipProfileTierLevel(bits: BitReader, subLayers: number): void {
  bits.skip(96);
  const present: boolean[][] = [];
  for (let i = 0; i < subLayers; i += 1) present.push([bits.flag(), bits.flag()]);
  if (subLayers > 0) bits.skip(2 * (8 - subLayers));
  for (const [profile, level] of present) {
    if (profile) bits.skip(88);
    if (level) bits.skip(8);
  }
}
