import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { commandLine } from '../support/in-process.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { recordedLines } from '../support/run-state.ts';

const MEDIA = path.resolve(import.meta.dirname, '../../../shared/media');

const CLIPS = [
  ...['real-montage.mp4', 'real-bbb-opening.webm', 'people-mixed.mp4', 'black-title.mp4', 'vfr.mkv'],
  ...['interlaced-tff.ts', 'anamorphic-4x3.mp4', 'hdr10-pq.mp4', 'hevc-10bit.mp4', 'odd-641x359-444.mp4'],
  ...['rot-90.mp4', 'edit-list.mp4', 'open-gop.mp4', 'anim.gif', 'vp9-alpha.webm', 'dup-frames.mp4'],
].filter((name) => existsSync(path.join(MEDIA, name)));

describe.skipIf(CLIPS.length === 0)('shots of reference clips', () => {
  it.each(casesOf(CLIPS, 1))('%s: the records name those that framesift shots finds', async (name) => {
    const clip = path.join(MEDIA, name);
    const { out } = await commandLine('shots', clip, '--json');
    const { shots }: { shots: { id: number; start: number; end: number }[] } = JSON.parse(out[0] ?? '');
    for (const method of ['all', 'scene']) {
      const options = { method, workers: 2, preFilter: 'overall', preMinQuality: 100 };
      const { run } = await libraryRun(clip, temporaryFolder(), options);
      const records = recordedLines(run).map((line) => JSON.parse(line));
      expect(records.length).toBeGreaterThan(0);
      const expected = records.map(
        ({ frame_number: n }) => shots.find(({ start, end }) => start <= n && n < end)?.id,
      );
      expect(records.map(({ shot_id }) => shot_id)).toEqual(expected);
    }
  });
});
