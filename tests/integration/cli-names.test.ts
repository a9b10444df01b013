import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { framesift, jsonLines } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { hasShared, SHARED, temporaryFolder } from '../support/project.ts';

/** Names that trip shells, option parsers, FFmpeg's protocols and patterns. */
const AWKWARD = [
  'with space.mp4',
  "it's.mp4",
  '100%d %03d.mp4',
  'üñï 日本語 🎬.mp4',
  '-leading-dash.mp4',
  '-i.mp4',
  '--out.mp4',
  'a&b;$(x) [1],{2}#.mp4',
  'a:b.mp4',
  'http:%2F%2Fexample.mp4',
  'new\nline.mp4',
  'double"quote.mp4',
  'back\\slash.mp4',
  'pipe|star*q?.mp4',
  'trailing dot..mp4',
  'noext',
  `${'x'.repeat(200)}.mp4`,
];

const listed = z.object({ make_at_test_time: z.array(z.object({ name: z.string() })) });
const done = z.object({ event: z.literal('done'), run: z.string(), counts: z.object({ kept: z.number() }) });

async function names(): Promise<string[]> {
  if (!hasShared) return AWKWARD;
  const file = path.join(SHARED, 'media/names/names.json');
  const shared = listed.parse(JSON.parse(await readFile(file, 'utf8')));
  return ['--out.mp4', ...shared.make_at_test_time.map(({ name }) => name)];
}

it.runIf(process.platform !== 'win32')('every awkward file name works behind --', async () => {
  const folder = temporaryFolder();
  const videos = path.join(folder, 'videos');
  await mkdir(videos);
  const clip = await makeClip('name.mp4', ...scenesInput('96x64', 5), ...h264(5));
  const all = casesOf(await names(), 6);
  for (const name of all) await copyFile(clip, path.join(videos, name));
  const args = ['analyze', '--json', '--workers', '1', '--out', '../runs', '--', ...all];
  const { exitCode, stdout, stderr } = await framesift(args, { cwd: videos });
  expect(stderr).not.toContain('error ');
  expect(exitCode).toBe(0);
  const ends = jsonLines(stdout).flatMap((event) => done.safeParse(event).data ?? []);
  expect(ends.map(({ counts }) => counts.kept)).toEqual(all.map(() => 3));
  expect(new Set(ends.map(({ run }) => run)).size).toBe(all.length);
  // Whatever the names hold, nothing is written beside the run folders and the log.
  expect((await readdir(folder)).sort()).toEqual(['runs', 'videos']);
  expect((await readdir(videos)).sort()).toEqual([...all, 'logs'].sort());
});
