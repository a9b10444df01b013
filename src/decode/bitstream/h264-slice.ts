import { BitReader } from './bit-reader.ts';
import type { H264Pps, H264Sps } from './h264-parameter-sets.ts';
import { unescapeNal } from './nal-units.ts';
import type { PictureType } from './picture.ts';

/** The head of one slice, as far as it decides what picture it belongs to. */
export interface H264Slice {
  readonly idr: boolean;
  /** nal_ref_idc is not zero: other pictures may refer to this one. */
  readonly reference: boolean;
  readonly firstMb: number;
  readonly type: PictureType;
  readonly frameNum: number;
  readonly structure: 'frame' | 'top' | 'bottom';
  readonly sps: H264Sps;
}

/** slice_type modulo 5 (ITU-T H.264 table 7-6); SP and SI are left to the decoder. */
const SLICE_TYPES: readonly PictureType[] = ['P', 'B', 'I', 'unknown', 'unknown'];

/** Bytes that hold every field read here, even with the longest codes. */
const SLICE_HEAD_LIMIT = 32;

/** Parses the head of slice_header (clause 7.3.3) of NAL unit types 1 and 5; null when it can't be read. */
export function parseH264Slice(
  unit: Uint8Array,
  spsById: ReadonlyMap<number, H264Sps>,
  ppsById: ReadonlyMap<number, H264Pps>,
): H264Slice | null {
  const head = unescapeNal(unit, SLICE_HEAD_LIMIT);
  const header = head[0] ?? 0;
  const bits = new BitReader(head.subarray(1));
  const firstMb = bits.ue();
  const sliceType = bits.ue();
  const pps = ppsById.get(bits.ue());
  const sps = pps && spsById.get(pps.spsId);
  const type = sliceType > 9 ? undefined : SLICE_TYPES[sliceType % 5];
  if (sps === undefined || type === undefined || sps.separatePlanes) return null;
  const frameNum = bits.bits(sps.frameNumBits);
  const field = !sps.frameMbsOnly && bits.flag();
  const structure = field ? (bits.flag() ? 'bottom' : 'top') : 'frame';
  if (bits.overrun) return null;
  return {
    idr: (header & 31) === 5,
    reference: (header & 0x60) !== 0,
    firstMb,
    type,
    frameNum,
    structure,
    sps,
  };
}

/** True when the slices are one frame, or the two fields of one frame, and nothing else. */
export function formOneFrame(slices: readonly H264Slice[]): boolean {
  const first = slices[0];
  if (first === undefined || first.firstMb !== 0) return false;
  const starts = slices.filter((slice) => slice.firstMb === 0);
  const sameFrame = slices.every(
    (slice) =>
      slice.frameNum === first.frameNum && slice.sps === first.sps && slice.reference === first.reference,
  );
  if (!sameFrame) return false;
  if (first.structure === 'frame') {
    return (
      starts.length === 1 && slices.every((slice) => slice.structure === 'frame' && slice.idr === first.idr)
    );
  }
  const second = starts[1];
  return (
    starts.length === 2 &&
    second !== undefined &&
    second.structure !== 'frame' &&
    second.structure !== first.structure &&
    slices.every((slice) => slice.structure !== 'frame')
  );
}
