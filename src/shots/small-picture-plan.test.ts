import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../contract/sweep.fixture.ts';
import { probedVideo } from '../decode/video.fixture.ts';
import { createKernelMemory, loadKernels } from '../kernel/load.ts';
import { resizePixels } from '../kernel/pixels.ts';
import { ShotWorkspace } from './shot-workspace.ts';
import { smallPicturePlan } from './small-picture-plan.ts';
import { smallSize } from './small-size.ts';

describe('smallSize', () => {
  // PySceneDetect 0.7.2: compute_downscale_factor and round
  it.each([
    [1920, 1080, 256, 144],
    [1080, 1920, 144, 256],
    [641, 359, 256, 143],
    [320, 480, 171, 256],
    [256, 144, 256, 144],
    [200, 100, 200, 100],
    [4000, 1, 256, 1],
  ])('%i x %i becomes %i x %i', (width, height, toWidth, toHeight) => {
    expect(smallSize({ width, height })).toEqual({ width: toWidth, height: toHeight });
  });
});

/** One picture of a pattern, through filters, as packed BGR. */
function picture(width: number, height: number, filters: readonly string[]): Buffer {
  const crop = `crop=${width}:${height}:0:0:exact=1`;
  const source = `testsrc2=s=${width + 2}x${height + 2}:r=25:d=0.08,format=yuv420p,${crop}`;
  const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-vf', filters.join(',')];
  return execFileSync('ffmpeg', [...args, '-pix_fmt', 'bgr24', '-f', 'rawvideo', '-'], {
    maxBuffer: 2 ** 28,
  });
}

const turns = [
  { rotation: 0, flipped: false, filters: [] },
  { rotation: 90, flipped: false, filters: ['transpose=clock'] },
  { rotation: 270, flipped: false, filters: ['transpose=cclock'] },
  { rotation: 90, flipped: true, filters: ['transpose=cclock_flip'] },
  { rotation: 270, flipped: true, filters: ['transpose=clock_flip'] },
  { rotation: 180, flipped: false, filters: ['hflip', 'vflip'] },
  { rotation: 0, flipped: true, filters: ['vflip'] },
] as const;

describe('small pictures', () => {
  it.each(
    casesOf(
      turns.flatMap((turn) => [
        [`640x360 ${turn.filters.join()}`, 640, 360, turn] as const,
        [`1277x719 ${turn.filters.join()}`, 1277, 719, turn] as const,
      ]),
      4,
    ),
  )(
    '%s: picked and mixed pixels are those of the upright picture shrunk as a whole',
    (_, width, height, turn) => {
      const probe = { coded_width: width, coded_height: height };
      const plan = smallPicturePlan(probedVideo(probe, { orientation: turn }));
      const workspace = new ShotWorkspace(plan);
      const sent = picture(width, height, plan.chain.filters);
      expect(sent.length).toBe(2 * workspace.incoming.length);
      const whole = picture(width, height, ['format=bgr24', ...turn.filters]);
      const memory = createKernelMemory(16 * 2 ** 20);
      const all = new Uint8Array(memory.buffer);
      const { full, size } = plan;
      const bytes = full.width * full.height * 3;
      for (const frame of [0, 1]) {
        workspace.incoming.set(
          sent.subarray(frame * workspace.incoming.length).subarray(0, workspace.incoming.length),
        );
        workspace.prepare();
        all.set(whole.subarray(frame * bytes, (frame + 1) * bytes), 0);
        const to = { at: bytes + 64, stride: size.width * 3, ...size };
        const from = { at: 0, stride: full.width * 3, ...full };
        resizePixels(loadKernels(memory), from, to, 3, bytes + 2 ** 20);
        expect(Buffer.compare(workspace.bgr, all.slice(to.at, to.at + size.width * size.height * 3))).toBe(0);
      }
    },
  );

  it('small ones travel as they are, turned upright', () => {
    const probe = { coded_width: 96, coded_height: 64 };
    const [, turn] = turns;
    const plan = smallPicturePlan(probedVideo(probe, { orientation: turn }));
    expect(plan.paired).toBe(false);
    const workspace = new ShotWorkspace(plan);
    const sent = picture(96, 64, plan.chain.filters);
    workspace.incoming.set(sent.subarray(0, workspace.incoming.length));
    workspace.prepare();
    const whole = picture(96, 64, ['format=bgr24', 'transpose=clock']);
    expect(Buffer.compare(workspace.bgr, whole.subarray(0, workspace.bgr.length))).toBe(0);
  });
});
