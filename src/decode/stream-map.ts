import { FrameIndex } from './frame-index.ts';
import type { PacketList } from './packets.ts';
import type { PictureList } from './picture-list.ts';
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

function pictureMap(index: FrameIndex, packets: PacketList, infos: PictureList): PictureMap | null {
  const intra = new Uint8Array(index.length);
  const randomAccess = new Uint8Array(index.length);
  let nokeyIsIntra = true;
  const seen = new Uint8Array(index.length);
  for (let i = 0; i < packets.length; i++) {
    const info = infos.at(i);
    if (!info.shown) continue;
    if (info.type === 'unknown') return null;
    const isIntra = info.type === 'I';
    // A hidden frame that `-skip_frame nokey` would decode is dropped by the edit list in either case.
    if (packets.isDiscarded(i)) continue;
    if (isIntra !== info.keptByNokey) nokeyIsIntra = false;
    const number = index.numberOf(packets.ptsAt(i));
    // Frames that share a pts can't be told apart before decoding.
    if (number === null || seen[number] === 1) return null;
    seen[number] = 1;
    if (isIntra) intra[number] = 1;
    if (info.randomAccess) randomAccess[number] = 1;
  }
  return { intra, randomAccess, nokeyIsIntra };
}

/** The packets that become frames: shown by codec and container. */
function shownPackets(packets: PacketList, infos: PictureList | null): Uint32Array {
  const shown = new Uint32Array(packets.length);
  let count = 0;
  for (let i = 0; i < packets.length; i++) {
    if (!packets.isDiscarded(i) && infos?.at(i).shown !== false) shown[count++] = i;
  }
  return shown.subarray(0, count);
}

/** Whether a file that reorders frames gives them no times of their own (some muxers write pts = dts). */
function timesAreDecodingTimes(pts: Float64Array, infos: PictureList, video: ProbedVideo): boolean {
  if (!video.reorders) return false;
  let reordered = false;
  for (let i = 0; i < infos.length && !reordered; i++) reordered = infos.at(i).type === 'B';
  return reordered && pts.every((time, i) => i === 0 || time > (pts[i - 1] ?? 0));
}

/**
 * Builds the map of a stream from its packets.
 * @param infos picture types, null when they could not be read
 * @returns null where packets lack time stamps, so that only decoding can tell the frames
 */
export function mapPackets(
  packets: PacketList,
  infos: PictureList | null,
  video: ProbedVideo,
): StreamMap | null {
  const shown = shownPackets(packets, infos);
  const pts = Float64Array.from(shown, (packet) => packets.ptsAt(packet));
  if (pts.length === 0 || pts.some(Number.isNaN)) return null;
  if (infos && timesAreDecodingTimes(pts, infos, video)) return null;
  let last = 0;
  for (let i = 1; i < pts.length; i++) if ((pts[i] ?? 0) >= (pts[last] ?? 0)) last = i;
  const { time_base, start_time } = video.probe;
  const index = new FrameIndex(pts, time_base, start_time, packets.durationAt(shown[last] ?? 0));
  return { index, origin: 'packets', pictures: infos && pictureMap(index, packets, infos) };
}
