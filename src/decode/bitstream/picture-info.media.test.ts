import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readStream } from './ffmpeg-stream.test-support.ts';

const shared = path.resolve(import.meta.dirname, '../../../../shared');
const media = path.join(shared, 'media');
const fixtures = path.join(shared, 'fixtures/frames');

const fixtureSchema = z.object({
  frames: z.array(z.object({ n: z.number(), stream_pts: z.number(), type: z.string() })),
  keep: z.object({
    keyframes_pict_type_I: z.array(z.number()),
    keyframes_skip_frame_nokey: z.array(z.number()),
  }),
});

/** Clips where the reader must leave something open, or the codec is not supported. */
const OPEN = new Set(['anim.gif', 'anim.apng', 'audio-only.mp4', 'audio-cover.m4a']);

function clipPath(clip: string): string {
  const plain = path.join(media, clip);
  return existsSync(plain) ? plain : path.join(media, 'broken', clip);
}

describe.skipIf(!existsSync(media) || !existsSync(fixtures))('packets of the test media', () => {
  const clips = existsSync(fixtures)
    ? readdirSync(fixtures)
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -5))
        .filter((clip) => !OPEN.has(clip) && existsSync(clipPath(clip)))
    : [];

  it('finds clips with references', () => expect(clips.length).toBeGreaterThan(40));

  it.each(clips)('%s: types and kept pictures are those the decoder reported', (clip) => {
    const { frames, keep } = fixtureSchema.parse(
      JSON.parse(readFileSync(path.join(fixtures, `${clip}.json`), 'utf8')),
    );
    const stream = readStream(clipPath(clip));
    if (stream === null) throw new Error(`${clip}: not supported`);
    const typeByPts = new Map(frames.map((frame) => [frame.stream_pts, frame.type]));
    const wrong = stream.packets.filter(({ pts, info }) => {
      const decoded = typeByPts.get(pts);
      if (!info.shown) return decoded !== undefined;
      return decoded !== undefined && info.type !== 'unknown' && info.type !== decoded;
    });
    expect(wrong.map(({ pts, info }) => ({ pts, info, decoded: typeByPts.get(pts) }))).toEqual([]);
    const damaged = clipPath(clip).includes('/broken/');
    const ptsOf = (numbers: number[]) =>
      numbers.map((n) => frames.find((frame) => frame.n === n)?.stream_pts);
    const shown = stream.packets.filter(({ pts, info }) => info.shown && typeByPts.has(pts));
    if (!damaged) expect(shown.filter(({ info }) => info.type === 'unknown').length).toBe(0);
    const intra = shown.filter(({ info }) => info.type === 'I').map(({ pts }) => pts);
    if (!damaged) expect(intra.sort((a, b) => a - b)).toEqual(ptsOf(keep.keyframes_pict_type_I));
    // The proof the readers promise: equal for every packet means that both methods keep the same, in order.
    if (
      stream.packets.every(({ info }) => info.type !== 'unknown' && (info.type === 'I') === info.keptByNokey)
    ) {
      expect(keep.keyframes_skip_frame_nokey).toEqual(keep.keyframes_pict_type_I);
    }
  });
});
