import { type Av1Frame, parseAv1Frame } from './av1-frame.ts';
import { OBU, splitObus } from './av1-obu.ts';
import { type Av1Sequence, parseAv1Sequence } from './av1-sequence.ts';
import { type PictureInfo, type PictureReader, UNKNOWN_PICTURE } from './picture.ts';

type SlotType = 'key' | 'intra-only' | 'inter' | 'switch' | 'unknown';

/**
 * Reads AV1 temporal units (AV1 bitstream specification 1.0.0). Frames can be hidden and shown later, so the
 * type of each of the eight reference slots is followed (section 7.20).
 */
export class Av1Reader implements PictureReader {
  private sequence: Av1Sequence | null = null;
  private started = false;
  private readonly slots: SlotType[] = Array.from({ length: 8 }, (): SlotType => 'unknown');

  constructor(extradata: Uint8Array | null) {
    // av1C: marker and version, three bytes of profile data, then OBUs (AV1 in ISO BMFF, section 2.3).
    const obus = extradata?.[0] === 0x81 ? splitObus(extradata.subarray(4)) : null;
    for (const { type, payload } of obus ?? []) {
      if (type === OBU.sequence) this.sequence = parseAv1Sequence(payload);
    }
  }

  read(packet: Uint8Array): PictureInfo {
    const frames: Av1Frame[] = [];
    const shown: SlotType[] = [];
    let sequenceInPacket = false;
    let valid = true;
    for (const obu of splitObus(packet) ?? []) {
      if (obu.type === OBU.sequence) {
        this.sequence = parseAv1Sequence(obu.payload);
        sequenceInPacket = true;
      }
      if (obu.type === OBU.tileList) valid = false;
      if (obu.type !== OBU.frameHeader && obu.type !== OBU.frame) continue;
      const frame = this.sequence === null ? null : parseAv1Frame(obu.payload, this.sequence, obu);
      if (frame === null) {
        valid = false;
        break;
      }
      frames.push(frame);
      const type = this.apply(frame);
      if (type !== null) shown.push(type);
    }
    // With spatial layers which of the pictures comes out is the decoder's choice.
    const layered = ((this.sequence?.operatingPoints[0]?.idc ?? 0) >> 8) & 0xe;
    if (!valid || !this.started || frames.length === 0 || layered !== 0) {
      this.slots.fill('unknown');
      return UNKNOWN_PICTURE;
    }
    return describe(frames, shown, sequenceInPacket);
  }

  /** Updates the reference slots (section 7.20, 7.21); the type of the picture this frame shows, or null. */
  private apply(frame: Av1Frame): SlotType | null {
    if (frame.kind === 'existing') {
      const type = this.slots[frame.slot] ?? 'unknown';
      // Showing a hidden key frame refreshes every slot with it.
      if (type === 'key' || type === 'unknown') this.slots.fill(type);
      return type;
    }
    for (let slot = 0; slot < 8; slot += 1) if ((frame.refresh >> slot) & 1) this.slots[slot] = frame.type;
    this.started ||= frame.type === 'key';
    return frame.shown ? frame.type : null;
  }
}

function describe(frames: readonly Av1Frame[], shown: readonly SlotType[], sequence: boolean): PictureInfo {
  const type = shown[0];
  if (type === undefined) return { type: 'P', randomAccess: false, keptByNokey: false, shown: false };
  if (shown.length > 1 || type === 'unknown' || type === 'switch') return UNKNOWN_PICTURE;
  const startsWithKey = frames.length === 1 && frames[0]?.kind === 'coded' && type === 'key';
  return {
    type: type === 'inter' ? 'P' : 'I',
    randomAccess: startsWithKey && sequence,
    // FFmpeg 5.1 ignores skip_frame with dav1d, later versions don't: intra-only pictures are never a proof.
    keptByNokey: type !== 'intra-only',
    shown: true,
  };
}
