import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { TONE_MAP } from '../../src/decode/picture-filters.ts';
import { sharedRuns } from '../support/analysis.ts';
import { sharedClip } from '../support/frame-reference.ts';
import { difference, expectLivePixels, type LiveConversion, pngSamples } from '../support/pixels.ts';
import { hasShared } from '../support/project.ts';

interface Case {
  readonly title: string;
  readonly clip: string;
  readonly live: Omit<LiveConversion, 'clip'>;
  readonly options: Record<string, unknown>;
}

/** A clip with ffmpeg's way to the same picture, and the options of the analysis. */
function picture(
  title: string,
  live: Omit<LiveConversion, 'clip'> = {},
  options: Record<string, unknown> = {},
): Case {
  const [clip = ''] = title.split(' ');
  return { title, clip, live, options };
}

/** Squaring keeps the samples YUV: without a format, ffmpeg would make RGB in the same step. */
const SQUARE = 'flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p';
const DEINTERLACE = 'bwdif=mode=send_frame:parity=auto:deint=interlaced';

const CASES: readonly Case[] = [
  picture('bt601.mp4'),
  picture('bt709.mp4'),
  picture('full-range.mp4'),
  picture('untagged.mp4'),
  picture('odd-641x359-444.mp4'),
  picture('odd-641x359-vp9.webm'),
  picture('rot-90.mp4', { filters: 'transpose=clock' }),
  picture('rot-180.mp4', { filters: 'hflip,vflip' }),
  picture('rot-270.mp4', { filters: 'transpose=cclock' }),
  picture('anamorphic-4x3.mp4 squared', { filters: `scale=384:216:${SQUARE}` }),
  picture('anamorphic-4x3.mp4 as stored', {}, { keepPixelAspect: true }),
  picture('interlaced-tff.ts deinterlaced', { before: DEINTERLACE, filters: `scale=384:288:${SQUARE}` }),
  picture('interlaced-tff.ts combed', { filters: `scale=384:288:${SQUARE}` }, { deinterlace: 'off' }),
  picture('hevc-10bit.mp4 at 8 bit'),
  picture('hevc-10bit.mp4 at 16 bit', { pixelFormat: 'rgb48le' }, { bitDepth: 'source' }),
  picture('hdr10-pq.mp4 tone-mapped', { filters: TONE_MAP }),
  picture('hlg.mp4 tone-mapped', { filters: TONE_MAP }),
  picture('hdr10-pq.mp4 at 16 bit', { pixelFormat: 'rgb48le' }, { bitDepth: 'source' }),
  picture('anim.gif'),
  picture('anim.apng'),
  picture('mjpeg.avi'),
  picture('edit-list.mp4'),
  picture('start-offset.ts'),
];

/** Clips without anything special, and rotated ones, by the plain command of a person. */
const PLAIN = ['cfr-25.mp4', 'vp9.webm', 'vfr.mkv', 'rot-90.mp4', 'real-handheld.mp4'];

/** The first frames of a clip, losslessly. */
const FEW = { method: 'all', png: true, end: 0.4 };

const analyzeOnce = sharedRuns();

describe.runIf(hasShared)('pixels of written pictures', () => {
  it.each(casesOf(CASES, 3))(
    '$title: PNG equals the conversion by ffmpeg',
    async ({ clip, live, options }) => {
      const file = sharedClip(clip);
      const run = await analyzeOnce(file, { ...FEW, ...options });
      const numbers = [0, 3, 5].map((step) => Math.min(step, run.records.length - 1));
      await expectLivePixels(run, { clip: file, ...live }, [...new Set(numbers)]);
    },
  );

  it.each(casesOf(PLAIN, 1))('%s: PNG equals a plain decode with autorotation', async (clip) => {
    const file = sharedClip(clip);
    const run = await analyzeOnce(file, FEW);
    await expectLivePixels(run, { clip: file, autorotate: true }, [1, run.records.length - 1]);
  });

  it('matrix and range are respected: one source coded in four ways gives nearly the same picture', async () => {
    const numbers = [0, 4, 8];
    const samples = [];
    for (const clip of ['bt709.mp4', 'bt601.mp4', 'full-range.mp4', 'untagged.mp4']) {
      samples.push(await pngSamples(await analyzeOnce(sharedClip(clip), FEW), numbers));
    }
    const [first, ...others] = samples;
    // By ffmpeg's own conversion the pairs differ by up to 1.85, with the wrong matrix or range by more than 6.
    for (const other of others) {
      expect(difference(first ?? Buffer.alloc(0), other).mean).toBeLessThan(2);
    }
  });
});
