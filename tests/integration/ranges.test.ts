import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { analyzeClip } from '../support/analysis.ts';
import { h264, makeClip, scenes } from '../support/clips.ts';
import { type ShownFrame, type ShownStream, shownScenes } from '../support/ffmpeg.ts';
import { firstAtOrAfter, keyframesAndGaps } from '../support/picking.ts';
import { temporaryFolder } from '../support/project.ts';
import { SYNTHETIC, type SyntheticName } from '../support/synthetic-clips.ts';

const CLIPS: readonly SyntheticName[] = [
  'constant rate, B-frames',
  'I-frames that are not IDR',
  'variable rate',
  'a transport stream that starts at 100 s',
];

const START = 0.5;
const END = 2.3;

/** Whether a frame lies between the two times, as a player shows them. */
const isWithin =
  ({ unit, start }: ShownStream) =>
  ({ pts }: ShownFrame) => {
    const time = pts * unit - start;
    return time >= START - 1e-6 && time < END - 1e-6;
  };

describe('parts of a video', () => {
  it.each(casesOf(CLIPS, 2))('%s: --start and --end limit every method, gaps are filled', async (name) => {
    const clip = await SYNTHETIC[name]();
    const { shown, cutsAbove } = await shownScenes(clip);
    const within = isWithin(shown);
    const cuts = cutsAbove(0.4).filter(within);
    const part = { ...shown, frames: shown.frames.filter(within) };
    const pts = part.frames.map((frame) => frame.pts);
    const [first = 0] = pts;
    const gaps = keyframesAndGaps(part, { num: 1, den: 4 });
    const wanted = [
      { options: { method: 'all' }, picks: pts, by: ['all'] },
      {
        options: { method: 'keyframes' },
        picks: part.frames.filter(({ type }) => type === 'I').map((frame) => frame.pts),
        by: ['keyframe'],
      },
      {
        options: { method: 'keyframes', maxGap: 0.25 },
        picks: [...gaps.keys()].sort((a, b) => a - b),
        by: ['keyframe', 'gap'],
      },
      {
        options: { method: 'interval', interval: 0.4 },
        picks: firstAtOrAfter(pts, part.unit, first, { num: 2, den: 5 }),
        by: ['interval'],
      },
      {
        options: { method: 'scene' },
        picks: [...new Set([first, ...cuts.map((frame) => frame.pts)])],
        by: ['first', 'scene'],
      },
    ];
    const folder = temporaryFolder();
    for (const { options, picks, by } of wanted) {
      const { records } = await analyzeClip(clip, folder, { ...options, start: START, end: END });
      expect(
        records.map((record) => record.pts),
        JSON.stringify(options),
      ).toEqual(picks);
      for (const { pts: at, picked_by } of records) {
        expect(by).toContain(picked_by);
        if (by.includes('gap')) expect(picked_by).toBe(gaps.get(at));
      }
    }
  });

  it('a part that holds no frame is refused with the times that there are', async () => {
    const clip = await SYNTHETIC['constant rate, B-frames']();
    await expect(analyzeClip(clip, temporaryFolder(), { start: 50, end: 60 })).rejects.toMatchObject({
      code: 'range_empty',
      exitCode: 4,
      message: 'No frame of the video lies in the chosen part: from 50 s to 60 s',
      hint: 'The video runs from 0 to 2.96 seconds.',
    });
  });

  it('keyframes far apart or few are warned of, naming --max-gap', async () => {
    const clip = await SYNTHETIC['MPEG-4 part 2 with B-frames']();
    const few = await analyzeClip(clip, temporaryFolder(), { method: 'keyframes', end: 0.4 });
    expect(few.warnings).toEqual(['only 1 keyframe in 0.4 s: add frames in between with --max-gap SECONDS']);
    const enough = await analyzeClip(clip, temporaryFolder(), { method: 'keyframes' });
    expect(enough.warnings).toEqual([]);
  });

  it('--stream takes the stream with that index; without it the one that ffmpeg picks', async () => {
    const two = await makeClip(
      'two.mkv',
      ...['-f', 'lavfi', '-i', scenes('96x64'), '-f', 'lavfi', '-i', 'sine=d=3'],
      ...['-f', 'lavfi', '-i', scenes('160x120', 10), '-map', '0:v', '-map', '1:a', '-map', '2:v'],
      ...[...h264(12), '-c:a', 'flac', '-disposition:v', '0'],
    );
    const folder = temporaryFolder();
    const sizeOf = async (options: Record<string, unknown>) => {
      const { file, records } = await analyzeClip(two, folder, { method: 'all', end: 1, ...options });
      return [file.probe.stream_index, file.probe.width, records.length];
    };
    expect(await sizeOf({})).toEqual([2, 160, 10]);
    expect(await sizeOf({ stream: 0 })).toEqual([0, 96, 25]);
    await expect(sizeOf({ stream: 1 })).rejects.toMatchObject({
      code: 'stream_missing',
      hint: 'Video streams of this file: 0 (96x64 h264), 2 (160x120 h264).',
    });
  });
});
