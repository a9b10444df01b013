import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { jsonLines } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { ffmpeg } from '../support/ffmpeg.ts';
import { fileSite } from '../support/file-site.ts';
import { analyzeHere } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { recordedLines } from '../support/run-state.ts';
import { startSession } from '../support/session.ts';

afterEach(() => void vi.unstubAllEnvs());

/** Files of the site: a clip, and the same as HLS and DASH. */
let files = '';
let records: string[] = [];
beforeAll(async () => {
  files = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  const clip = path.join(files, 'clip.mp4');
  await copyFile(await makeClip('site.mp4', ...scenesInput('320x180'), ...h264(25)), clip);
  for (const name of ['hls', 'dash']) mkdirSync(path.join(files, name));
  const copy = ['-i', clip, '-c', 'copy'];
  await ffmpeg(...copy, '-hls_time', '1', '-hls_playlist_type', 'vod', path.join(files, 'hls/list.m3u8'));
  await ffmpeg(...copy, '-f', 'dash', path.join(files, 'dash/list.mpd'));
  await analyzeHere(files, clip);
  records = recordedLines(path.join(files, 'out/clip'));
});
afterAll(() => rm(files, { recursive: true, force: true }));

const ALLOW = '--allow-private-urls';
const downloads = (cwd: string) =>
  readdirSync(path.join(cwd, 'out'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** What a run keeps of the page of its video. */
const pageOf = (run: string): unknown =>
  JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8')).source.page;

async function fetchTwoPages() {
  const cwd = mkdtempSync(path.join(files, 'two-'));
  const site = await fileSite(files);
  const urls = ['plain', 'text'].map((way) => `${site.origin}/${way}/clip.mp4`);
  expect((await analyzeHere(cwd, ...urls, ALLOW)).exitCode).toBe(0);
  return { cwd, site, urls };
}
let fetched: ReturnType<typeof fetchTwoPages> | null = null;
/** Runs of one name on two pages. They are fetched once: the test that changes them comes last. */
const twoPages = () => {
  fetched ??= fetchTwoPages();
  return fetched;
};

describe('an address', () => {
  it.each(
    casesOf(
      [
        ['a file behind a redirect', 'moved/clip.mp4', 'clip.mp4'],
        ['a DASH manifest', 'plain/dash/list.mpd', 'list_180p.mp4'],
        ['an HLS playlist', 'plain/hls/list.m3u8', 'list.mp4'],
      ],
      1,
    ),
  )('of %s gives the frames of the file', async (_, address, name) => {
    const cwd = temporaryFolder();
    const site = await fileSite(files);
    const { exitCode, stderr } = await analyzeHere(cwd, `${site.origin}/${address}`, ALLOW);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('downloading ...')]);
    expect(downloads(cwd)).toEqual([name]);
    const run = path.join(cwd, 'out', path.parse(name).name);
    // Segments of HLS have a clock of their own.
    if (name !== 'list.mp4') expect(recordedLines(run)).toEqual(records);
    else expect(recordedLines(run)).toHaveLength(records.length);
    expect(pageOf(run)).toMatchObject({
      url: `${site.origin}/${address.replace('moved', 'plain')}`,
      site: 'Generic',
    });
  });

  it.runIf(EVERY_CASE)(
    'of one name on two pages gives two files and two runs, also of a file that is called text',
    async () => {
      const { cwd, urls } = await twoPages();
      expect(downloads(cwd)).toEqual(['clip-2.mp4', 'clip.mp4']);
      for (const [i, name] of ['clip', 'clip-2'].entries()) {
        const run = path.join(cwd, 'out', name);
        expect(recordedLines(run)).toEqual(records);
        expect(pageOf(run)).toMatchObject({ url: urls[i], site: 'Generic' });
      }
    },
  );

  it('that was downloaded is not asked for again, and works without the site; --no-reuse asks', async () => {
    const { cwd, site, urls } = await twoPages();
    const [url = ''] = urls;
    await site.close();
    const again = await analyzeHere(cwd, url, ALLOW, '--method', 'all', '--json');
    expect(again.exitCode).toBe(0);
    expect(jsonLines(again.stdout).at(-1)).toMatchObject({ event: 'done', counts: { processed: 75 } });
    const asked = await analyzeHere(cwd, url, ALLOW, '--no-reuse');
    expect([asked.exitCode, asked.stderr]).toEqual([1, expect.stringContaining('error url_network: ')]);
    // Somebody has put another file in its place.
    await copyFile(path.join(files, 'hls/list0.ts'), path.join(cwd, 'out/clip.mp4'));
    expect((await analyzeHere(cwd, url, ALLOW)).exitCode).toBe(1);
  });
});

describe('a download', () => {
  it('that breaks off is an error of the network, keeps what it has, and goes on the next time', async () => {
    const cwd = temporaryFolder();
    const site = await fileSite(files);
    const url = `${site.origin}/cut/clip.mp4`;
    const broken = await analyzeHere(cwd, url, ALLOW);
    expect([broken.exitCode, broken.stderr]).toEqual([1, expect.stringContaining('error url_network: ')]);
    expect(downloads(cwd)).toEqual([]);
    site.cuts = false;
    const before = site.requests.length;
    expect((await analyzeHere(cwd, url, ALLOW)).exitCode).toBe(0);
    expect(Math.max(...site.requests.slice(before).map(({ from }) => from))).toBeGreaterThan(1000);
    expect(
      readFileSync(path.join(cwd, 'out/clip.mp4')).equals(readFileSync(path.join(files, 'clip.mp4'))),
    ).toBe(true);
    expect(existsSync(path.join(cwd, 'out/.framesift/downloads'))).toBe(true);
    expect(readdirSync(path.join(cwd, 'out/.framesift/downloads'))).toEqual([]);
  }, 120_000);

  it('is reported, can be cancelled, and leaves no process behind', async () => {
    const cwd = temporaryFolder();
    const site = await fileSite(files);
    const url = `${site.origin}/slow/clip.mp4`;
    const session = startSession(['analyze', url, '--out', 'out', ALLOW], { cwd });
    await new Promise<void>((resolve) => {
      let text = '';
      session.child.stdout?.on('data', (part) => {
        text += part;
        if (text.includes('"event":"download"')) resolve();
      });
      void session.end.then(() => resolve());
    });
    session.child.kill('SIGINT');
    const { code, stdout, stderr } = await session.end;
    expect([code, stderr]).toEqual([130, expect.stringMatching(/^error cancelled: /)]);
    const [stage, first] = jsonLines(stdout);
    expect(stage).toEqual({ event: 'stage', stage: 'download' });
    const { size } = statSync(path.join(files, 'clip.mp4'));
    expect(first).toMatchObject({ event: 'download', total: size });
    expect(downloads(cwd)).toEqual([]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['403/clip.mp4', 4, 'url_forbidden'],
    ['plain/nothing.mp4', 4, 'url_gone'],
  ])('%s', async (address, exitCode, code) => {
    const site = await fileSite(files);
    const answer = await analyzeHere(temporaryFolder(), `${site.origin}/${address}`, ALLOW);
    expect([answer.exitCode, answer.stderr]).toEqual([
      exitCode,
      expect.stringMatching(`error ${code}: .*\nhint: `),
    ]);
  });

  it('an address of this machine is refused before anything is asked', async () => {
    const site = await fileSite(files);
    for (const host of [site.origin, site.origin.replace('127.0.0.1', 'localhost')]) {
      const { exitCode, stderr } = await analyzeHere(temporaryFolder(), `${host}/plain/clip.mp4`);
      expect([exitCode, stderr]).toEqual([4, expect.stringContaining('error url_private: ')]);
    }
    expect(site.requests).toEqual([]);
  });

  it('other kinds of addresses, and a machine without yt-dlp', async () => {
    const cwd = temporaryFolder();
    const ftp = await analyzeHere(cwd, 'ftp://example.org/clip.mp4');
    expect([ftp.exitCode, ftp.stderr]).toEqual([4, expect.stringContaining('error url_refused: ')]);
    vi.stubEnv('YTDLP_PATH', '/nowhere/yt-dlp');
    const none = await analyzeHere(cwd, 'https://example.org/');
    expect([none.exitCode, none.stderr]).toEqual([
      3,
      expect.stringContaining('error ytdlp_missing: yt-dlp not found'),
    ]);
    expect((await analyzeHere(cwd, path.join(files, 'clip.mp4'))).exitCode).toBe(0);
  });
});
