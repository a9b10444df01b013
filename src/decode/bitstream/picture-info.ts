import { Av1Reader } from './av1.ts';
import { H264Reader } from './h264.ts';
import { HevcReader } from './hevc.ts';
import { Ffv1Reader, IntraOnlyReader, isIntraOnly } from './intra-only.ts';
import { Mpeg4Reader } from './mpeg4.ts';
import { Mpeg12Reader } from './mpeg12.ts';
import type { PictureReader } from './picture.ts';
import { Vp8Reader } from './vp8.ts';
import { Vp9Reader } from './vp9.ts';

export type { PictureInfo, PictureReader, PictureType } from './picture.ts';

/**
 * Makes a reader for one stream, to be fed every packet in decoding order from the first one on.
 * `codec` is FFmpeg's codec name, `extradata` the stream's as ffprobe gives it (avcC, hvcC, av1C, Annex B
 * or MPEG-4 headers). Null when the codec is not supported: then only a full decode tells.
 */
export function createPictureReader(codec: string, extradata: Uint8Array | null): PictureReader | null {
  switch (codec) {
    case 'h264':
      return new H264Reader(extradata);
    case 'hevc':
      return new HevcReader(extradata);
    case 'mpeg1video':
      return new Mpeg12Reader(false);
    case 'mpeg2video':
      return new Mpeg12Reader(true);
    case 'mpeg4':
      return new Mpeg4Reader(extradata);
    case 'vp8':
      return new Vp8Reader();
    case 'vp9':
      return new Vp9Reader();
    case 'av1':
      return new Av1Reader(extradata);
    case 'ffv1':
      return new Ffv1Reader();
    default:
      return isIntraOnly(codec) ? new IntraOnlyReader() : null;
  }
}
