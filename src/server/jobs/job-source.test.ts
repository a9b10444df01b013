import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { openSource } from '../../source/open-source.ts';
import { makeRun, newFolder } from '../runs/runs.fixture.ts';
import { openJobSource } from './job-source.ts';

const ADDRESS = 'http://192.0.2.1/clip.mp4';
const PAGE = {
  url: ADDRESS,
  site: 'Generic',
  id: 'clip',
  title: 'clip',
  uploader: null,
  upload_date: null,
  chapters: [{ start: 0, end: 2, title: 'Begin' }],
};
const CONTEXT = { ffmpeg: 'ffmpeg', emit: () => undefined, signal: AbortSignal.abort() };

/** A run whose video was downloaded, and the video. */
async function downloadedRun() {
  const workspace = newFolder();
  const video = path.join(workspace, 'clip.mp4');
  writeFileSync(video, 'frames');
  const folder = makeRun(workspace, 'clip', { source: video, page: PAGE });
  const source = await openSource(video);
  const file = path.join(folder, RUN_FILES.run);
  const run = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...run, source: { ...source, page: PAGE } }));
  const options = resolveOptions(ANALYZE_OPTIONS, { out: workspace });
  return { video, source, options, start: { input: ADDRESS, folder } };
}

describe('the video of a run of an address that is gone on with', () => {
  it('is the one that lies there, with what its page said, without asking the site', async () => {
    const { start, options, source } = await downloadedRun();
    expect(await openJobSource(start, options, CONTEXT)).toEqual({ ...source, page: PAGE });
  });

  it('is fetched again where it has gone or is another one', async () => {
    const { start, options, video } = await downloadedRun();
    writeFileSync(video, 'other frames');
    await expect(openJobSource(start, options, CONTEXT)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('must not be another file of the same name', async () => {
    const { start, options, video } = await downloadedRun();
    writeFileSync(video, 'other frames');
    await expect(openJobSource({ ...start, input: video }, options, CONTEXT)).rejects.toMatchObject({
      code: 'source_changed',
    });
  });
});
