import type { PictureInfo } from './bitstream/picture-info.ts';
import { FrameIndex } from './frame-index.ts';
import type { Packet } from './packets.ts';
import type { ProbedVideo } from './probe.ts';

/** What is known of a stream's frames before decoding, by frame number. */
export interface StreamMap {
  readonly index: FrameIndex;
  /** Where the numbers come from: the packets, or (where packets lack time stamps) a decoding pass. */
  readonly origin: 'packets' | 'decoded';
  /** Picture types, where every one of them could be read for certain; else null. */
  readonly pictures: PictureMap | null;
}

/** Picture types by frame number. */
export interface PictureMap {
  /** 1 where the decoder will report type I. */
  readonly intra: Uint8Array;
  /** 1 where decoding may begin: every frame from this pts on comes out as in a full decode. */
  readonly randomAccess: Uint8Array;
  /** Whether decoding key packets only gives exactly the frames of type I. */
  readonly nokeyIsIntra: boolean;
}

function pictureMap(
  index: FrameIndex,
  packets: readonly Packet[],
  infos: readonly PictureInfo[],
): PictureMap | null {
  const intra = new Uint8Array(index.length);
  const randomAccess = new Uint8Array(index.length);
  let nokeyIsIntra = true;
  const seen = new Uint8Array(index.length);
  for (const [i, packet] of packets.entries()) {
    const info = infos[i];
    if (!info?.shown) continue;
    if (info.type === 'unknown') return null;
    const isIntra = info.type === 'I';
    // A hidden frame that `-skip_frame nokey` would decode is dropped by the edit list in either case.
    if (packet.discarded) continue;
    if (isIntra !== info.keptByNokey) nokeyIsIntra = false;
    const number = index.numberOf(packet.pts ?? Number.NaN);
    // Frames that share a pts can't be told apart before decoding.
    if (number === null || seen[number] === 1) return null;
    seen[number] = 1;
    if (isIntra) intra[number] = 1;
    if (info.randomAccess) randomAccess[number] = 1;
  }
  return { intra, randomAccess, nokeyIsIntra };
}

/** Whether a file that reorders frames gives them no times of their own (some muxers write pts = dts). */
function timesAreDecodingTimes(
  shown: readonly Packet[],
  infos: readonly PictureInfo[],
  video: ProbedVideo,
): boolean {
  if (!video.reorders || !infos.some((info) => info.type === 'B')) return false;
  return shown.every((packet, i) => i === 0 || (packet.pts ?? 0) > (shown[i - 1]?.pts ?? 0));
}

/**
 * Builds the map of a stream from its packets.
 * @param infos picture types in packet order, null when they could not be read
 * @returns null where packets lack time stamps, so that only decoding can tell the frames
 */
export function mapPackets(
  packets: readonly Packet[],
  infos: readonly PictureInfo[] | null,
  video: ProbedVideo,
): StreamMap | null {
  const visible = infos === null ? packets : packets.filter((_, i) => infos[i]?.shown !== false);
  const shown = visible.filter((packet) => !packet.discarded);
  if (shown.length === 0 || shown.some((packet) => packet.pts === null)) return null;
  if (infos && timesAreDecodingTimes(shown, infos, video)) return null;
  const last = shown.reduce((latest, packet) => ((packet.pts ?? 0) >= (latest.pts ?? 0) ? packet : latest));
  const { time_base, start_time } = video.probe;
  const pts = Float64Array.from(shown, (packet) => packet.pts ?? 0);
  const index = new FrameIndex(pts, time_base, start_time, last.duration);
  return { index, origin: 'packets', pictures: infos && pictureMap(index, packets, infos) };
}
