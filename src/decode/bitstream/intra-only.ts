import { type PictureInfo, type PictureReader, UNKNOWN_PICTURE } from './picture.ts';

/**
 * Codecs whose every picture stands alone, is reported as type I and kept by `-skip_frame nokey`: each was
 * encoded and read back with FFmpeg 5.1. Others (huffyuv, cfhd, qtrle, tiff, speedhq ...) are reported
 * without a type there, so `select='eq(pict_type,I)'` keeps none of their pictures.
 */
const INTRA_ONLY_CODECS: ReadonlySet<string> = new Set([
  'mjpeg',
  'prores',
  'dnxhd',
  'dvvideo',
  'jpeg2000',
  'magicyuv',
  'png',
  'r210',
  'rawvideo',
  'utvideo',
  'v210',
  'v308',
  'v410',
]);

/** True for the names (FFmpeg's codec names) that IntraOnlyReader may be used for. */
export function isIntraOnly(codec: string): boolean {
  return INTRA_ONLY_CODECS.has(codec);
}

/** Says of every packet with data in it that it is a picture of its own. */
export class IntraOnlyReader implements PictureReader {
  read(packet: Uint8Array): PictureInfo {
    // AVI repeats a picture with an empty packet.
    if (packet.length === 0) return UNKNOWN_PICTURE;
    return { type: 'I', randomAccess: true, keptByNokey: true, shown: true };
  }
}

/**
 * Reads FFV1 frames (RFC 9043 section 4.4): FFmpeg reports and keeps every frame as I, but between key
 * frames the entropy coder's state carries over, so only key frames are random access points.
 */
export class Ffv1Reader implements PictureReader {
  private started = false;

  read(packet: Uint8Array): PictureInfo {
    const [high, low] = packet;
    if (high === undefined || low === undefined) return UNKNOWN_PICTURE;
    // The keyframe bit is the first one of the range coder, in state 128 of 256 (section 3.8.1).
    const key = high * 256 + low >= 0xff00 - ((0xff00 * 128) >> 8);
    this.started ||= key;
    if (!this.started) return UNKNOWN_PICTURE;
    return { type: 'I', randomAccess: key, keptByNokey: true, shown: true };
  }
}
