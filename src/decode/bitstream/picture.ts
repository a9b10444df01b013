/** Coding type of a picture; `unknown` means that only a decoder can tell. */
export type PictureType = 'I' | 'P' | 'B' | 'unknown';

/** What the headers of one packet say about the picture it carries. */
export interface PictureInfo {
  /** The type a decoder reports for the frame (FFmpeg: `AVFrame.pict_type`). S and SP pictures are `unknown`. */
  readonly type: PictureType;
  /**
   * Decoding started at this packet, with the stream's extradata, gives bit-identical pictures for every
   * frame whose pts is not below this packet's pts. Never true on a guess.
   */
  readonly randomAccess: boolean;
  /**
   * `-skip_frame nokey` outputs this picture. Where the headers can't settle it the value is the one that
   * differs from `type === 'I'`, so "equal for every shown packet" is a proof that both select the same.
   */
  readonly keptByNokey: boolean;
  /** False when the packet makes the decoder output nothing (hidden reference frames, skipped leading pictures). */
  readonly shown: boolean;
}

/** Reads the packets of one stream in decoding order, from the stream's first packet on. */
export interface PictureReader {
  /** Describes the picture in one whole packet. Never throws; damaged data gives type `unknown`. */
  read(packet: Uint8Array): PictureInfo;
}

/** The answer for everything that is not certain: the caller has to decode. */
export const UNKNOWN_PICTURE: PictureInfo = {
  type: 'unknown',
  randomAccess: false,
  keptByNokey: false,
  shown: true,
};
