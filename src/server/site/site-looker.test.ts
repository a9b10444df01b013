import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { AppError } from '../../contract/app-error.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { siteAnswerSchema } from '../../contract/site.ts';
import { fingerprintFile } from '../../source/fingerprint.ts';
import { noteDownload } from '../../source/url/download-index.ts';
import type { SiteContents } from '../../source/url/open-site.ts';
import { newFolder } from '../runs/runs.fixture.ts';
import { type AskSite, SiteLooker } from './site-looker.ts';

const ADDRESS = 'https://example.com/watch?v=1';
const VIDEO: SiteContents = {
  kind: 'video',
  info: {
    id: '1',
    extractor_key: 'Example',
    title: 'A day at sea',
    uploader: 'Jo',
    duration: 61.5,
    webpage_url: ADDRESS,
    chapters: [{ start_time: 0, end_time: 10, title: 'Begin' }],
    requested_formats: [
      { filesize: 1000, height: 720 },
      { filesize_approx: 50, height: null },
    ],
  },
};
const LIST: SiteContents = {
  kind: 'playlist',
  list: {
    title: 'Trips',
    count: 40,
    entries: [
      { url: ADDRESS, title: 'A day at sea', duration: 61.5 },
      { url: 'https://example.com/watch?v=2', title: null, duration: null },
    ],
  },
};

const ffmpeg = async () => 'ffmpeg';
const { signal } = new AbortController();
const optionsIn = (folder: string, given: Record<string, unknown> = {}) =>
  resolveOptions(ANALYZE_OPTIONS, { out: folder, ...given });

/** A looker whose site answers from a list, and the questions that it was asked. */
function lookerWith(...answers: (SiteContents | Error)[]) {
  const asked: string[] = [];
  const ask: AskSite = async (url) => {
    asked.push(url);
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
    return answer;
  };
  return { asked, looker: new SiteLooker(ask) };
}

/** Notes a video as downloaded. */
async function downloaded(folder: string): Promise<string> {
  const file = path.join(folder, '1_A day at sea_720p.mp4');
  writeFileSync(file, 'frames');
  const page = {
    ...{ url: ADDRESS, site: 'Example', id: '1', title: 'A day at sea', uploader: 'Jo' },
    ...{ upload_date: null, chapters: [] },
  };
  await noteDownload(folder, {
    ...{ urls: [ADDRESS], site: 'Example', id: '1', asked_height: null, format: null, height: 720 },
    ...{ file: path.basename(file), ...(await fingerprintFile(file)), page },
  });
  return file;
}

describe('what an address holds', () => {
  it('is a video with what the page says of it', async () => {
    const { looker } = lookerWith(VIDEO);
    const answer = await looker.look(ADDRESS, optionsIn(newFolder()), ffmpeg, signal);
    expect(siteAnswerSchema.parse(answer)).toEqual({
      ...{ kind: 'video', url: ADDRESS, title: 'A day at sea', uploader: 'Jo', duration: 61.5 },
      ...{ height: 720, bytes: 1050, live: 'no', chapters: 1, file: null },
    });
  });

  it('is a list, in which the videos that are there already are marked', async () => {
    const folder = newFolder();
    await downloaded(folder);
    const { looker } = lookerWith(LIST);
    const answer = await looker.look('https://example.com/list', optionsIn(folder), ffmpeg, signal);
    expect(siteAnswerSchema.parse(answer)).toMatchObject({
      ...{ kind: 'playlist', title: 'Trips', count: 40 },
      entries: [{ downloaded: true }, { downloaded: false, title: null, duration: null }],
    });
  });

  it('is asked once in a while, and anew with other options and after an error', async () => {
    const folder = newFolder();
    const { looker, asked } = lookerWith(
      new AppError('url_gone', { url: ADDRESS, reason: 'x' }),
      VIDEO,
      VIDEO,
    );
    const look = (given = {}) => looker.look(ADDRESS, optionsIn(folder, given), ffmpeg, signal);
    await expect(look()).rejects.toMatchObject({ code: 'url_gone' });
    await look();
    await look({ method: 'all' });
    expect(asked).toHaveLength(2);
    await look({ maxHeight: 480 });
    expect(asked).toHaveLength(3);
  });

  it('needs no site where the video was downloaded before, unless that is not to be used', async () => {
    const folder = newFolder();
    const file = await downloaded(folder);
    const { looker, asked } = lookerWith(VIDEO);
    const answer = await looker.look(ADDRESS, optionsIn(folder), ffmpeg, signal);
    expect(answer).toMatchObject({ kind: 'video', title: 'A day at sea', bytes: 6, file });
    expect(asked).toEqual([]);
    const anew = await looker.look(ADDRESS, optionsIn(folder, { reuse: false }), ffmpeg, signal);
    expect(anew).toMatchObject({ height: 720, file: null });
    expect(asked).toHaveLength(1);
  });

  it('is the video that is there, also under another address', async () => {
    const folder = newFolder();
    const file = await downloaded(folder);
    const { looker } = lookerWith(VIDEO);
    const other = await looker.look('https://example.com/short/1', optionsIn(folder), ffmpeg, signal);
    expect(other).toMatchObject({ duration: 61.5, file });
  });
});
