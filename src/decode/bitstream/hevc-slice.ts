import { BitReader } from './bit-reader.ts';
import type { HevcPps, HevcSps } from './hevc-parameter-sets.ts';
import { unescapeNal } from './nal-units.ts';
import type { PictureType } from './picture.ts';

/** The head of one slice segment. */
export interface HevcSlice {
  readonly nalType: number;
  readonly first: boolean;
  /** The decoder throws away the pictures it hasn't put out yet. */
  readonly dropsPrior: boolean;
  /** Null for a dependent slice segment, which takes over the type of the one before. */
  readonly type: PictureType | null;
  /** pic_output_flag: false for a picture that is decoded and never shown. */
  readonly output: boolean;
}

/** slice_type (ITU-T H.265 table 7-7). */
const SLICE_TYPES: readonly PictureType[] = ['B', 'P', 'I'];

/** Bytes that hold every field read here, even with the longest codes. */
const SLICE_HEAD_LIMIT = 32;

/** BLA, IDR and CRA pictures (table 7-1), without the reserved types 22 and 23. */
export function isIrap(nalType: number): boolean {
  return nalType >= 16 && nalType <= 21;
}

/** Parses the head of slice_segment_header (clause 7.3.6.1); null when it can't be read. */
export function parseHevcSlice(
  unit: Uint8Array,
  spsById: ReadonlyMap<number, HevcSps>,
  ppsById: ReadonlyMap<number, HevcPps>,
): HevcSlice | null {
  const head = unescapeNal(unit, SLICE_HEAD_LIMIT);
  const nalType = ((head[0] ?? 0) >> 1) & 63;
  const bits = new BitReader(head.subarray(2));
  const first = bits.flag();
  const dropsPrior = isIrap(nalType) && bits.flag();
  const pps = ppsById.get(bits.ue());
  const sps = pps && spsById.get(pps.spsId);
  if (pps === undefined || sps === undefined) return null;
  let dependent = false;
  if (!first) {
    dependent = pps.dependentSlices && bits.flag();
    bits.skip(sps.addressBits);
  }
  if (dependent) return bits.overrun ? null : { nalType, first, dropsPrior, type: null, output: true };
  bits.skip(pps.extraBits);
  const type = SLICE_TYPES[bits.ue()];
  const output = !pps.outputFlagPresent || bits.flag();
  return bits.overrun || type === undefined ? null : { nalType, first, dropsPrior, type, output };
}

/** The type on which all independent slices agree, or unknown. */
export function agreedType(slices: readonly HevcSlice[]): PictureType {
  const [first, ...rest] = slices;
  if (first?.type == null || !first.first) return 'unknown';
  for (const slice of rest) {
    if (slice.first || slice.nalType !== first.nalType) return 'unknown';
    if (slice.type !== null && slice.type !== first.type) return 'unknown';
  }
  return isIrap(first.nalType) && first.type !== 'I' ? 'unknown' : first.type;
}
