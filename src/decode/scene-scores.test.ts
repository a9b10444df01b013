import { describe, expect, it } from 'vitest';
import { parseSceneScores, sceneScoreArguments } from './scene-scores.ts';
import { probedVideo } from './video.fixture.ts';

const filtersOf = (args: readonly string[]) => args[args.indexOf('-vf') + 1];
const seekOf = (args: readonly string[]) =>
  args.includes('-ss') ? Number(args[args.indexOf('-ss') + 1]) : null;

describe('arguments for scene scores', () => {
  it('name the part in the units of the stream, counted from the start of the file', () => {
    const video = probedVideo({ start_time: 2, time_base: { num: 1, den: 1000 } });
    const args = sceneScoreArguments(video, { from: 10, to: 12.5 });
    expect(filtersOf(args)).toBe(
      "settb=1/1000,select='gte(scene,0)',trim=start_pts=12000:end_pts=14500,metadata=mode=print:key=lavfi.scene_score:file=-",
    );
    expect(args.join(' ')).toContain('-protocol_whitelist file,pipe,fd');
    expect(args.join(' ')).toContain('-i file:/videos/clip.mp4 -map 0:0');
  });

  it('begin before the part, because a score needs the frames before it', () => {
    const seek = (from: number, container = 'mov,mp4') =>
      seekOf(sceneScoreArguments(probedVideo({ container }), { from, to: from + 5 }));
    expect(seek(10)).toBe(9.5);
    expect(seek(0.2)).toBeNull();
    expect(seek(30, 'mpegts')).toBe(20);
    expect(seek(8, 'mpegts')).toBeNull();
  });
});

describe('scene scores', () => {
  it('are read in the order of the frames', () => {
    const text = [0, 0.012345, 1].map(
      (score, n) =>
        `frame:${n}    pts:${n * 512}   pts_time:${n / 25}\nlavfi.scene_score=${score.toFixed(6)}\n`,
    );
    expect([...parseSceneScores(text.join(''))]).toEqual([0, 0.012345, 1]);
    expect([...parseSceneScores('')]).toEqual([]);
  });
});
