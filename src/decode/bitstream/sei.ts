/** Longest stretch of SEI looked at, in bytes; encoder settings in user data stay well below. */
export const SEI_LIMIT = 65_536;

/** One supplemental enhancement information message. */
export interface SeiMessage {
  /** payloadType (H.264 Annex D, H.265 Annex D). */
  readonly type: number;
  /** The payload without its type and size bytes. */
  readonly payload: Uint8Array;
}

/** user_data_unregistered: free text behind a UUID. */
export const SEI_USER_DATA_UNREGISTERED = 5;
/** recovery_point: decoding from here gets right after some pictures. */
export const SEI_RECOVERY_POINT = 6;
/** film_grain_characteristics: noise the decoder adds, in force until cancelled. */
export const SEI_FILM_GRAIN = 19;

/**
 * The messages of an SEI NAL unit without its header and emulation prevention (H.264 clause 7.3.2.3.1).
 * Null when a message runs over the end: what a decoder makes of it is open.
 */
export function readSeiMessages(rbsp: Uint8Array): SeiMessage[] | null {
  const messages: SeiMessage[] = [];
  let at = 0;
  // The last byte holds the stop bit, so a message needs more than what is left of it.
  while (at + 2 < rbsp.length) {
    let type = 0;
    while (rbsp[at] === 255) {
      type += 255;
      at += 1;
    }
    type += rbsp[at] ?? 0;
    at += 1;
    let size = 0;
    while (rbsp[at] === 255) {
      size += 255;
      at += 1;
    }
    size += rbsp[at] ?? 0;
    at += 1;
    if (at + size > rbsp.length) return null;
    messages.push({ type, payload: rbsp.subarray(at, at + size) });
    at += size;
  }
  return messages;
}

/** The build number of "x264 - core N" in unregistered user data, or null. */
export function readX264Build(payload: Uint8Array): number | null {
  let text = '';
  for (const byte of payload.subarray(16, 48)) text += String.fromCharCode(byte);
  const digits = /^x264 - core (\d{1,6})/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
