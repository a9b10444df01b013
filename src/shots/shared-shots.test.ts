import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SHOT_DETECTORS } from '../contract/shot-options.ts';
import { casesOf } from '../contract/sweep.fixture.ts';
import { mapStream } from '../decode/analyze-stream.ts';
import { type FfmpegPrograms, findFfmpeg } from '../decode/ffmpeg-programs.ts';
import { probeVideo } from '../decode/probe.ts';
import { contentMeter } from './detectors/content.ts';
import { measureFrames } from './measure-frames.ts';
import {
  cutsOf,
  hasSharedShots,
  readReference,
  readTruth,
  scoreCuts,
  sharedClip,
  sharedShot,
} from './shared-shots.fixture.ts';
import { smallPictures } from './small-pictures.ts';

/** The first video stream, where a file has several and FFmpeg would take another. */
const streamOf = (clip: string) => (clip.includes('two-streams') ? 0 : null);

/** OpenCV's own FFmpeg makes other pixels of PQ; these two detectors are the ones that notice. */
const OTHER_PIXELS: Readonly<Record<string, readonly string[]>> = { 'hdr10-pq.mp4': ['histogram', 'hash'] };

const clips = hasSharedShots
  ? readdirSync(sharedShot(''))
      .filter((name) => name.endsWith('.json') && name !== 'truth.json')
      .map((name) => name.replace(/\.json$/, ''))
      .filter((name) => existsSync(sharedClip(name)))
  : [];

describe.skipIf(!hasSharedShots)('reference clips', () => {
  let programs: FfmpegPrograms;
  beforeAll(async () => {
    programs = await findFfmpeg();
  });
  const found = new Map<string, ReturnType<typeof cutsOf>>();
  /** Each clip is decoded once for all tests. */
  const foundIn = (clip: string) => {
    const cuts = found.get(clip) ?? cutsOf(programs, sharedClip(clip), streamOf(clip));
    found.set(clip, cuts);
    return cuts;
  };
  const truth = hasSharedShots ? readTruth() : {};

  it.each(casesOf(clips, 3))('%s: the cuts of PySceneDetect, and the true ones', async (clip) => {
    const cuts = await foundIn(clip);
    const reference = readReference(clip);
    for (const name of SHOT_DETECTORS) {
      const expected = reference[name];
      if (!expected || OTHER_PIXELS[clip]?.includes(name)) continue;
      expect(cuts[name], name).toEqual(expected);
    }
    const transitions = truth[clip]?.transitions;
    if (!transitions) return;
    const { hard, all } = scoreCuts(cuts.best, transitions);
    expect({ hard: hard.slice(1), all: all.slice(1) }).toEqual({ hard: [0, 0], all: [0, 0] });
  });

  it('the weak cuts between similar shots are found', async () => {
    const { best } = await foundIn('people-mixed.mp4');
    expect(best).toEqual([60, 105, 165, 225, 270, 330]);
  });

  it.each(casesOf(['real-montage.mp4', 'real-bbb-opening.webm'], 1))(
    '%s: every content_val',
    async (clip) => {
      const rows = readFileSync(sharedShot(`${clip}.content.csv`), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      const expected = rows
        .map((row) => row.split(','))
        .map(([number, , value]) => [Number(number) - 1, Number(value)]);
      const video = await probeVideo(programs, sharedClip(clip), null);
      const map = await mapStream(programs, video);
      const range = { first: 0, end: map.index.length };
      const values = new Map<number, number>();
      const source = { ffmpeg: programs.ffmpeg, video, map, range, pictures: smallPictures(video) };
      await measureFrames(
        { ...source, signal: new AbortController().signal },
        { begin: () => contentMeter(false), frame: ({ number }, score) => void values.set(number, score) },
      );
      expect(expected.length).toBe(values.size - 1);
      for (const [number = -1, value = Number.NaN] of expected)
        expect(values.get(number)).toBeCloseTo(value, 11);
    },
  );
});
