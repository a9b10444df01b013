import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { analyzeClip, sharedRuns } from '../support/analysis.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { expectLivePixels, type LiveConversion, liveFrames, pngSamples } from '../support/pixels.ts';
import { hasShared, temporaryFolder } from '../support/project.ts';
import { turnedCopy } from '../support/synthetic-clips.ts';

interface Case {
  readonly name: string;
  readonly encode: readonly string[];
  readonly live: Omit<LiveConversion, 'clip'>;
  readonly options: Record<string, unknown>;
}

/** A clip of one pixel format, and ffmpeg's way to the same picture. */
function picture(
  name: string,
  encode: string,
  live: Omit<LiveConversion, 'clip'> = {},
  options: Record<string, unknown> = {},
): Case {
  return { name, encode: encode.split(' '), live, options };
}

const DEEP = { bitDepth: 'source' };
const X264 = h264(12).join(' ');
const TAGGED = '-colorspace bt709 -color_primaries bt709 -color_trc bt709';
const INTERLACED = '-c:v mpeg2video -q:v 4 -vf setfield=tff -flags +ilme+ildct -g 12';
const SQUARE = 'scale=171:120:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p';
const DEINTERLACE = 'bwdif=mode=send_frame:parity=auto:deint=interlaced';

/** What the clips of ../shared show as well. */
const ORDINARY: readonly Case[] = [
  picture('601.mp4', `${X264} -pix_fmt yuv420p`),
  picture('709.mp4', `${X264} -pix_fmt yuv420p ${TAGGED}`),
  picture('full.mp4', `${X264} -pix_fmt yuvj420p ${TAGGED} -color_range pc`),
  picture('444.mp4', `${X264} -pix_fmt yuv444p`),
  picture('combed.ts', INTERLACED, {}, { deinterlace: 'off' }),
  picture('deinterlaced.ts', INTERLACED, { before: DEINTERLACE }),
  picture('wide.mp4', `${X264} -pix_fmt yuv420p -vf setsar=16/15`, { filters: SQUARE }),
  picture('stored.mp4', `${X264} -pix_fmt yuv420p -vf setsar=16/15`, {}, { keepPixelAspect: true }),
];

/** Pixel formats that no clip of ../shared has. */
const UNUSUAL: readonly Case[] = [
  picture('jpeg.avi', '-c:v mjpeg -q:v 3 -pix_fmt yuvj422p'),
  picture('nv12.nut', '-c:v rawvideo -pix_fmt nv12 -frames:v 8'),
  picture('yuyv.avi', '-c:v rawvideo -pix_fmt yuyv422 -frames:v 8'),
  picture('uyvy.mov', '-c:v rawvideo -pix_fmt uyvy422 -frames:v 8'),
  picture('411.mkv', '-c:v ffv1 -pix_fmt yuv411p -frames:v 8'),
  picture('422p10.mkv', '-c:v ffv1 -pix_fmt yuv422p10le -frames:v 8'),
  picture('422p10-deep.mkv', '-c:v ffv1 -pix_fmt yuv422p10le -frames:v 8', { pixelFormat: 'rgb48le' }, DEEP),
  picture('grey.mkv', '-c:v ffv1 -pix_fmt gray -frames:v 8', { pixelFormat: 'gray' }),
  picture('grey10.mkv', '-c:v ffv1 -level 3 -pix_fmt gray10le -frames:v 8', { pixelFormat: 'gray' }),
  picture('grey10-deep.mkv', '-c:v ffv1 -pix_fmt gray10le -frames:v 8', { pixelFormat: 'gray16le' }, DEEP),
  picture('gbrp.mkv', '-c:v ffv1 -pix_fmt gbrp -frames:v 8'),
  picture('rgb.mov', '-c:v png -pix_fmt rgb24 -frames:v 8'),
  picture('gbrp10.mkv', '-c:v ffv1 -pix_fmt gbrp10le -frames:v 8', { pixelFormat: 'rgb48le' }, DEEP),
];

/** The first frames, losslessly. */
const FEW = { method: 'all', png: true, end: 0.3 };

const analyzeOnce = sharedRuns();

describe('pixels of synthetic clips', () => {
  it.each(casesOf(hasShared ? UNUSUAL : [...UNUSUAL, ...ORDINARY], 4))(
    '$name: PNG equals the conversion by ffmpeg',
    async ({ name, encode, live, options }) => {
      const clip = await makeClip(name, ...scenesInput('160x120', 25, 'gbrp'), ...encode);
      const run = await analyzeClip(clip, temporaryFolder(), { ...FEW, ...options });
      expect(run.file.probe.interlaced).toBe(encode.includes('setfield=tff'));
      await expectLivePixels(run, { clip, ...live }, [0, 3, 5]);
    },
  );

  it.each(
    casesOf(
      [
        { method: 'keyframes' },
        { method: 'keyframes', maxGap: 0.2 },
        { method: 'interval', interval: 0.4 },
        { method: 'scene', sceneThreshold: 0.05 },
      ],
      1,
    ),
  )('a deinterlaced frame is the same picture whoever picked it: $method', async (options) => {
    const clip = await makeClip('fields.ts', ...scenesInput('160x120', 25), ...INTERLACED.split(' '));
    const all = await analyzeOnce(clip, { method: 'all', png: true });
    const picked = await analyzeClip(clip, temporaryFolder(), { png: true, ...options });
    const numbers = picked.records.map((record) => record.frame_number);
    expect(numbers.length).toBeGreaterThan(2);
    expect((await pngSamples(picked, numbers)).equals(await pngSamples(all, numbers))).toBe(true);
    const measured = (run: typeof all) =>
      run.records.filter((record) => numbers.includes(record.frame_number));
    // Shots are told only where every frame is decoded anyway.
    const scores = (run: typeof all) =>
      measured(run).map(({ picked_by: _, shot_id: _shot, ...record }) => record);
    expect(scores(picked)).toEqual(scores(all));
  });

  it.each(casesOf([90, 180, 270] as const, 1))(
    'turned by %i degrees: PNG equals a plain decode',
    async (degrees) => {
      const folder = temporaryFolder();
      const upright = await makeClip('upright.mp4', ...scenesInput(), ...h264(12));
      const clip = await turnedCopy(upright, degrees, folder);
      const run = await analyzeClip(clip, folder, FEW);
      expect(run.file.probe.rotation).toBe(degrees);
      await expectLivePixels(run, { clip, autorotate: true }, [0, 4]);
    },
  );

  it('RGB never passes through YUV: the pixels are the very same', async () => {
    const clip = await makeClip('same.mkv', ...scenesInput('161x121', 25, 'gbrp'), '-c:v', 'ffv1');
    const run = await analyzeClip(clip, temporaryFolder(), FEW);
    const numbers = [1, 4];
    expect((await pngSamples(run, numbers)).equals(await liveFrames({ clip }, numbers))).toBe(true);
  });
});
