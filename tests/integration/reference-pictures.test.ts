import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { readPackets } from '../../src/decode/packets.ts';
import { scanPictures } from '../../src/decode/picture-scan.ts';
import { probeVideo } from '../../src/decode/probe.ts';
import { frameReference, referencedClips, sharedClip, streamOf } from '../support/frame-reference.ts';
import { hasShared } from '../support/project.ts';
import { rememberedFfmpeg } from '../support/remembered-ffmpeg.ts';

/** Clips whose codec is not supported. */
const UNREAD = new Set(['anim.gif', 'anim.apng']);

/** The packets of a clip: when each is shown, and what its headers say. */
async function readPictures(clip: string) {
  const programs = await rememberedFfmpeg();
  const video = await probeVideo(programs, sharedClip(clip), streamOf(clip).stream ?? null);
  const packets = readPackets(programs, video);
  const pictures = await scanPictures(programs, video, packets);
  if (pictures === null) return null;
  const list = await packets;
  return Array.from({ length: list.length }, (_, i) => ({ pts: list.ptsAt(i), info: pictures.at(i) }));
}

describe.runIf(hasShared)('packets of the reference clips', () => {
  it.each(casesOf(hasShared ? referencedClips() : [], 4))(
    '%s: types and kept pictures are those the decoder reported',
    async (clip) => {
      const { frames, keep } = frameReference(clip);
      const packets = await readPictures(clip);
      if (UNREAD.has(clip)) return expect(packets).toBeNull();
      if (packets === null) return expect.fail('not supported');
      const typeByPts = new Map(frames.map((frame) => [frame.stream_pts, frame.type]));
      const wrong = packets.filter(({ pts, info }) => {
        const decoded = typeByPts.get(pts);
        if (!info.shown) return decoded !== undefined;
        return decoded !== undefined && info.type !== 'unknown' && info.type !== decoded;
      });
      expect(wrong.map(({ pts, info }) => ({ pts, info, decoded: typeByPts.get(pts) }))).toEqual([]);
      const damaged = sharedClip(clip).includes('/broken/');
      const ptsOf = (numbers: readonly number[]) => numbers.map((n) => frames[n]?.stream_pts);
      const shown = packets.filter(({ pts, info }) => info.shown && typeByPts.has(pts));
      if (!damaged) expect(shown.filter(({ info }) => info.type === 'unknown').length).toBe(0);
      const intra = shown.filter(({ info }) => info.type === 'I').map(({ pts }) => pts);
      if (!damaged) expect(intra.sort((a, b) => a - b)).toEqual(ptsOf(keep.keyframes_pict_type_I));
      // The proof the readers promise: equal for every packet means that both methods keep the same, in order.
      if (packets.every(({ info }) => info.type !== 'unknown' && (info.type === 'I') === info.keptByNokey)) {
        expect(keep.keyframes_skip_frame_nokey).toEqual(keep.keyframes_pict_type_I);
      }
    },
  );
});
