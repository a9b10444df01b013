import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { converted, convertedByFfmpeg, ffmpeg, largestDifference } from './convert-ffmpeg.fixture.ts';
import { frameLayout } from './frame-layout.ts';

const media = path.resolve(import.meta.dirname, '../../../shared/media');
const clips = [
  ['real-person.mkv', 'bt470bg'],
  ['real-bbb-bunny.mp4', 'bt709'],
  ['hdr10-pq.mp4', 'bt2020nc'],
  ['odd-641x359-444.mp4', 'bt709'],
] as const;

describe.runIf(existsSync(media))('conversion of real frames', () => {
  it.each(clips)('%s equals ffmpeg', (clip, matrix) => {
    const file = path.join(media, clip);
    const probe = spawnSync('ffprobe', [
      '-v',
      'error',
      '-select_streams',
      'v:0',
      '-show_entries',
      'stream=width,height,pix_fmt,color_range',
      '-of',
      'default=nw=1',
      file,
    ]).stdout.toString();
    const fact = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(probe)?.[1] ?? '';
    const layout = frameLayout(
      fact('pix_fmt'),
      Number(fact('width')),
      Number(fact('height')),
      fact('color_range') === 'pc' ? 'full' : 'limited',
    );
    const frame = ffmpeg([
      '-ss',
      '0.5',
      '-i',
      file,
      '-map',
      '0:v:0',
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      '-',
    ]);
    const conversions = ([8, 16] as const).map((depth) => ({ layout, frame, matrix, depth }));
    const references = convertedByFfmpeg(conversions);
    for (const [i, conversion] of conversions.entries()) {
      const { depth } = conversion;
      const difference = largestDifference(converted(conversion), references[i] ?? Buffer.alloc(0), depth);
      expect(difference).toBeLessThanOrEqual(depth === 8 ? 0 : 1);
    }
  });
});
