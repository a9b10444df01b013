import { type PictureInfo, type PictureReader, UNKNOWN_PICTURE } from './picture.ts';

/** Reads VP8 frames: the frame tag of RFC 6386 section 9.1. A key frame resets the whole decoder state. */
export class Vp8Reader implements PictureReader {
  private started = false;

  read(packet: Uint8Array): PictureInfo {
    const [tag0, tag1, tag2] = packet;
    if (tag0 === undefined || tag1 === undefined || tag2 === undefined) return UNKNOWN_PICTURE;
    const key = (tag0 & 1) === 0;
    const shown = (tag0 & 0x10) !== 0;
    const version = (tag0 >> 1) & 7;
    const firstPartition = (tag0 | (tag1 << 8) | (tag2 << 16)) >> 5;
    const headerSize = key ? 10 : 3;
    if (version > 3 || firstPartition > packet.length - headerSize) return UNKNOWN_PICTURE;
    if (key && !(packet[3] === 0x9d && packet[4] === 0x01 && packet[5] === 0x2a)) return UNKNOWN_PICTURE;
    this.started ||= key;
    // Inter frames before the first key frame are not put out.
    if (!this.started) return UNKNOWN_PICTURE;
    return { type: key ? 'I' : 'P', randomAccess: key && shown, keptByNokey: key && shown, shown };
  }
}
