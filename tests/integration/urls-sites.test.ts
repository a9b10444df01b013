import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { jsonLines } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { analyzeHere } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { standInYtDlp } from '../support/stand-in-yt-dlp.ts';

const WATCH = 'https://www.youtube.com/watch?v=jNQXAC9IVRw';
const LIVE = 'https://www.youtube.com/watch?v=livelivelv1';
const LIST = 'https://www.youtube.com/playlist?list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf';

/** What yt-dlp tells of a page of YouTube, shortened. */
const video = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  title: 'Me at the zoo: "elephants" / trunks 100% & a title that is far too long',
  uploader: 'jawed',
  duration: 3,
  webpage_url: `https://www.youtube.com/watch?v=${id}`,
  original_url: `https://youtu.be/${id}`,
  extractor: 'youtube',
  extractor_key: 'Youtube',
  is_live: false,
  live_status: 'not_live',
  upload_date: '20050424',
  height: 1080,
  requested_formats: [
    { format_id: '137', vcodec: 'avc1.640028', acodec: 'none', height: 1080, filesize: 40_000 },
    { format_id: '140', vcodec: 'none', acodec: 'mp4a.40.2', filesize: 3000 },
  ],
  chapters: [
    { start_time: 0, end_time: 1.5, title: 'Elephants' },
    { start_time: 1.5, end_time: 3, title: 'Trunks' },
  ],
  _type: 'video',
  ...more,
});

/** Errors as yt-dlp writes them; what each of them means is tested beside the table. */
const ERRORS: readonly (readonly [string, number, string])[] = [
  [
    "ERROR: [youtube] aaaaaaaaaaa: Private video. Sign in if you've been granted access to this video",
    4,
    'url_login',
  ],
  [
    'ERROR: [youtube] bbbbbbbbbbb: Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies for the authentication.',
    1,
    'url_bot_check',
  ],
];

afterEach(() => void vi.unstubAllEnvs());

async function setUp(version?: string) {
  const cwd = temporaryFolder();
  const clip = await makeClip('site.mp4', ...scenesInput('320x180'), ...h264(25));
  const entries = ['jNQXAC9IVRw', 'aqz-KE-bpKQ', 'LXb3EKWsInQ'].map((id) => ({
    ...{
      _type: 'url',
      ie_key: 'Youtube',
      id,
      url: `https://www.youtube.com/watch?v=${id}`,
      title: `Title ${id}`,
      duration: 3,
    },
  }));
  const pages = {
    ...Object.fromEntries(entries.map(({ id, url }) => [url, video(id, { title: `Title ${id}` })])),
    [WATCH]: video('jNQXAC9IVRw'),
    [LIST]: {
      _type: 'playlist',
      id: 'PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf',
      title: 'A list',
      playlist_count: 3,
      entries,
    },
    ...Object.fromEntries(
      ERRORS.map(([text], i) => [`https://www.youtube.com/watch?v=${'ab'[i]?.repeat(11)}`, text]),
    ),
    [LIVE]: video('livelivelv1', { is_live: true, live_status: 'is_live' }),
    'https://youtu.be/upcoming123': video('upcoming123', { live_status: 'is_upcoming' }),
    'https://youtu.be/enormous456': video('enormous456', { duration: 90_000 }),
    'https://youtu.be/enormous123': video('enormous123', {
      requested_formats: null,
      filesize: 90_000_000_000,
    }),
  };
  const standIn = standInYtDlp(cwd, { pages, clip }, version);
  // Names are not resolved in a test: a proxy of the environment would do it.
  vi.stubEnv('YTDLP_PATH', standIn.program);
  vi.stubEnv('https_proxy', 'http://127.0.0.1:9');
  const run = (...args: string[]) => analyzeHere(cwd, ...args);
  return { cwd, run, calls: standIn.calls };
}

describe('a video of a site', () => {
  it('is named by id, title and height, its page is kept, and other forms of its address find it again', async () => {
    const { cwd, run, calls } = await setUp();
    const first = await run(WATCH, '--json');
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    const name = 'jNQXAC9IVRw_Me at the zoo elephants trunks 100 a tit_1080p';
    expect(jsonLines(first.stdout).at(-1)).toMatchObject({ event: 'done', run: path.join(cwd, 'out', name) });
    const { source } = JSON.parse(readFileSync(path.join(cwd, 'out', name, 'run.json'), 'utf8'));
    expect(source).toMatchObject({
      path: path.join(cwd, 'out', `${name}.mp4`),
      page: {
        ...{ url: WATCH, site: 'Youtube', id: 'jNQXAC9IVRw', uploader: 'jawed', upload_date: '2005-04-24' },
        chapters: [
          { start: 0, end: 1.5, title: 'Elephants' },
          { start: 1.5, end: 3, title: 'Trunks' },
        ],
      },
    });
    expect(calls()).toHaveLength(2);
    for (const url of ['https://youtu.be/jNQXAC9IVRw?t=3', 'https://m.youtube.com/shorts/jNQXAC9IVRw']) {
      const again = await run(url);
      expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('the run is complete')]);
    }
    expect(calls()).toHaveLength(2);
    // A smaller picture is there already; another format is not.
    expect((await run(WATCH, '--max-height', '720')).exitCode).toBe(0);
    expect(calls()).toHaveLength(2);
    expect((await run(WATCH, '--format', '18')).exitCode).toBe(0);
    expect(calls().at(-1)).toEqual(expect.arrayContaining(['--format', '18']));
  });

  it('is asked for without settings of the person, commands, or an address taken for an option', async () => {
    const { run, calls } = await setUp();
    await run(WATCH, '--cookies-from-browser', 'firefox');
    for (const args of calls()) {
      expect(args).toEqual(
        expect.arrayContaining(['--ignore-config', '--no-exec', '--cookies-from-browser', 'firefox']),
      );
      expect(args.join(' ')).toMatch(/--proxy http:\/\/127\.0\.0\.1:\d+/);
    }
    expect(calls()[0]?.slice(-2)).toEqual(['--', WATCH]);
  });

  it('that cannot be had says why', async () => {
    const { run } = await setUp();
    for (const [i, [, exitCode, code]] of ERRORS.entries()) {
      const answer = await run(`https://www.youtube.com/watch?v=${'ab'[i]?.repeat(11)}`);
      expect([answer.exitCode, answer.stderr]).toEqual([
        exitCode,
        expect.stringMatching(`error ${code}: .*\nhint: `),
      ]);
    }
    for (const [url, code] of [
      [LIVE, 'url_live'],
      ['https://youtu.be/upcoming123', 'url_live'],
      ['https://youtu.be/enormous123', 'url_too_large'],
      ['https://youtu.be/enormous456', 'url_too_long'],
      [LIST, 'url_playlist'],
    ] as const) {
      const answer = await run(url);
      expect([answer.exitCode, answer.stderr]).toEqual([4, expect.stringContaining(`error ${code}: `)]);
    }
  });
});

it('a live stream is recorded for as long as --end says, by ffmpeg, and anew each time', async () => {
  const { run, calls } = await setUp();
  expect((await run(LIVE, '--end', '2')).exitCode).toBe(0);
  expect(calls().at(-1)).toEqual(
    expect.arrayContaining(['--downloader', 'ffmpeg', '--downloader-args', 'ffmpeg:-t 2']),
  );
  expect((await run(LIVE, '--end', '2')).exitCode).toBe(0);
  expect(calls()).toHaveLength(4);
});

describe('a playlist', () => {
  it.runIf(EVERY_CASE)(
    'gives a run a video, up to the limit; what is there is not fetched again',
    async () => {
      const { cwd, run, calls } = await setUp();
      const two = await run(LIST, '--playlist', '--playlist-limit', '2', '--json');
      expect(two.exitCode).toBe(0);
      const done = jsonLines(two.stdout).flatMap((event) => {
        const { event: kind, run: folder } = event as { event: string; run?: string };
        return kind === 'done' ? [path.relative(path.join(cwd, 'out'), folder ?? '')] : [];
      });
      expect(done).toEqual([
        'jNQXAC9IVRw_Me at the zoo elephants trunks 100 a tit_1080p',
        'aqz-KE-bpKQ_Title aqz-KE-bpKQ_1080p',
      ]);
      expect(calls()).toHaveLength(5);
      expect((await run(LIST, '--playlist', '--playlist-limit', '3')).exitCode).toBe(0);
      // The list, and the one that is new.
      expect(calls()).toHaveLength(8);
    },
  );
});

it('a yt-dlp that is too old is told so', async () => {
  const { run } = await setUp('2022.11.11');
  const answer = await run(WATCH);
  expect([answer.exitCode, answer.stderr]).toEqual([
    3,
    expect.stringContaining('error ytdlp_too_old: yt-dlp 2022.11.11'),
  ]);
});
