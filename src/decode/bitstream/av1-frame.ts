import type { Av1Sequence } from './av1-sequence.ts';
import { BitReader } from './bit-reader.ts';

/** The head of one AV1 frame. */
export type Av1Frame =
  | { readonly kind: 'existing'; readonly slot: number }
  | {
      readonly kind: 'coded';
      readonly type: Av1FrameType;
      readonly shown: boolean;
      /** Bit i is set when reference slot i becomes this frame. */
      readonly refresh: number;
    };

/** frame_type (AV1 bitstream specification 1.0.0, section 6.8.2). */
export type Av1FrameType = 'key' | 'inter' | 'intra-only' | 'switch';

const FRAME_TYPES: readonly Av1FrameType[] = ['key', 'inter', 'intra-only', 'switch'];

/** Where a frame stands in the layers; both 0 without an OBU extension. */
interface Av1Layer {
  readonly temporalId: number;
  readonly spatialId: number;
}

/** Parses uncompressed_header (section 5.9.2) up to refresh_frame_flags; null when it can't be read. */
export function parseAv1Frame(payload: Uint8Array, sequence: Av1Sequence, layer: Av1Layer): Av1Frame | null {
  if (sequence.reducedStillPicture) return { kind: 'coded', type: 'key', shown: true, refresh: 0xff };
  const bits = new BitReader(payload.subarray(0, 256));
  if (bits.flag()) {
    const slot = bits.bits(3);
    return bits.overrun ? null : { kind: 'existing', slot };
  }
  const type = FRAME_TYPES[bits.bits(2)] ?? 'key';
  const shown = bits.flag();
  if (shown && sequence.decoderModel && !sequence.equalPictureInterval)
    bits.skip(sequence.presentationTimeBits);
  if (!shown) bits.skip(1);
  const shownKey = type === 'key' && shown;
  const errorResilient = type === 'switch' || shownKey || bits.flag();
  bits.skip(1);
  const screenContent = sequence.screenContentTools === 2 ? bits.flag() : sequence.screenContentTools === 1;
  if (screenContent && sequence.integerMv === 2) bits.skip(1);
  bits.skip(sequence.frameIdBits);
  if (type !== 'switch') bits.skip(1);
  bits.skip(sequence.orderHintBits);
  const intra = type === 'key' || type === 'intra-only';
  if (!intra && !errorResilient) bits.skip(3);
  if (sequence.decoderModel && bits.flag()) skipRemovalTimes(bits, sequence, layer);
  const refresh = type === 'switch' || shownKey ? 0xff : bits.bits(8);
  return bits.overrun ? null : { kind: 'coded', type, shown, refresh };
}

function skipRemovalTimes(bits: BitReader, sequence: Av1Sequence, layer: Av1Layer): void {
  for (const { idc, decoderModel } of sequence.operatingPoints) {
    if (!decoderModel) continue;
    const inLayer = ((idc >> layer.temporalId) & 1) === 1 && ((idc >> (layer.spatialId + 8)) & 1) === 1;
    if (idc === 0 || inLayer) bits.skip(sequence.removalTimeBits);
  }
}
