import { BitReader } from './bit-reader.ts';

/** The fields of an AV1 sequence header that frame headers depend on. */
export interface Av1Sequence {
  readonly reducedStillPicture: boolean;
  readonly equalPictureInterval: boolean;
  readonly decoderModel: boolean;
  /** Bits of buffer_removal_time and of frame_presentation_time. */
  readonly removalTimeBits: number;
  readonly presentationTimeBits: number;
  readonly operatingPoints: readonly { readonly idc: number; readonly decoderModel: boolean }[];
  /** Bits of a frame id, 0 when there is none. */
  readonly frameIdBits: number;
  /** seq_force_screen_content_tools and seq_force_integer_mv; 2 = chosen by each frame. */
  readonly screenContentTools: number;
  readonly integerMv: number;
  readonly orderHintBits: number;
}

/** Parses sequence_header_obu (AV1 bitstream specification 1.0.0, section 5.5) up to the order hint. */
export function parseAv1Sequence(payload: Uint8Array): Av1Sequence | null {
  const bits = new BitReader(payload);
  bits.skip(4);
  const reducedStillPicture = bits.flag();
  const timing = reducedStillPicture
    ? { ...NO_TIMING, operatingPoints: [{ idc: 0, decoderModel: false }] }
    : parseTiming(bits);
  if (reducedStillPicture) bits.skip(5);
  const widthBits = bits.bits(4) + 1;
  const heightBits = bits.bits(4) + 1;
  bits.skip(widthBits + heightBits);
  let frameIdBits = 0;
  if (!reducedStillPicture && bits.flag()) frameIdBits = bits.bits(4) + 2 + bits.bits(3) + 1;
  bits.skip(3);
  let screenContentTools = 2;
  let integerMv = 2;
  let orderHintBits = 0;
  if (!reducedStillPicture) {
    bits.skip(4);
    const orderHint = bits.flag();
    if (orderHint) bits.skip(2);
    screenContentTools = bits.flag() ? 2 : bits.bit();
    if (screenContentTools > 0) integerMv = bits.flag() ? 2 : bits.bit();
    if (orderHint) orderHintBits = bits.bits(3) + 1;
  }
  if (bits.overrun) return null;
  return { ...timing, reducedStillPicture, frameIdBits, screenContentTools, integerMv, orderHintBits };
}

const NO_TIMING = {
  equalPictureInterval: false,
  decoderModel: false,
  removalTimeBits: 0,
  presentationTimeBits: 0,
};

function parseTiming(bits: BitReader) {
  const timing = { ...NO_TIMING };
  let delayBits = 0;
  if (bits.flag()) {
    bits.skip(64);
    timing.equalPictureInterval = bits.flag();
    if (timing.equalPictureInterval) bits.ue();
    timing.decoderModel = bits.flag();
    if (timing.decoderModel) {
      delayBits = bits.bits(5) + 1;
      bits.skip(32);
      timing.removalTimeBits = bits.bits(5) + 1;
      timing.presentationTimeBits = bits.bits(5) + 1;
    }
  }
  const displayDelay = bits.flag();
  const count = bits.bits(5) + 1;
  const operatingPoints: { idc: number; decoderModel: boolean }[] = [];
  for (let i = 0; i < count; i += 1) {
    const idc = bits.bits(12);
    if (bits.bits(5) > 7) bits.skip(1);
    const decoderModel = timing.decoderModel && bits.flag();
    if (decoderModel) bits.skip(2 * delayBits + 1);
    if (displayDelay && bits.flag()) bits.skip(4);
    operatingPoints.push({ idc, decoderModel });
  }
  return { ...timing, operatingPoints };
}
