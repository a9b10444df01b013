import { describe, expect, it } from 'vitest';
import { idInAddress, serves } from './download-index.ts';
import { downloadName } from './file-name.ts';
import { downloadArguments, formatText, infoArguments } from './yt-dlp-arguments.ts';
import { errorLine, translateError } from './yt-dlp-errors.ts';
import { heightOf, liveState, pageOf, sizeOf, videoInfo } from './yt-dlp-info.ts';
import { findYtDlp, isRecentEnough } from './yt-dlp-program.ts';

const plain = { maxHeight: null, format: null, cookies: null, cookiesFromBrowser: null, maxSize: 500 };
const wishes = { ...plain, maxHeight: 720, cookies: '/c.txt', cookiesFromBrowser: 'firefox' };
const way = { proxy: 'http://127.0.0.1:9', ffmpeg: '/opt/ffmpeg' };

describe('the words to yt-dlp', () => {
  it('are these', () => {
    expect(infoArguments('-x', plain, { proxy: null, ffmpeg: 'ffmpeg' })).toMatchSnapshot('info');
    expect(infoArguments('https://a.example/', plain, way, { list: true, most: 7 })).toMatchSnapshot(
      'playlist',
    );
    expect(downloadArguments('/i.json', '/100 %/v', wishes, way)).toMatchSnapshot('download');
    expect(downloadArguments('/i.json', '/v', plain, { proxy: null, ffmpeg: 'ffmpeg' }, 5)).toMatchSnapshot(
      'live',
    );
  });

  it('read no settings, run nothing, and an address is never taken for an option', () => {
    for (const list of [false, true]) {
      const args = infoArguments('--exec=x', plain, way, { list });
      expect(args).toEqual(expect.arrayContaining(['--ignore-config', '--no-exec']));
      expect(args.slice(-2)).toEqual(['--', '--exec=x']);
    }
  });

  it('ask for H.264 and AAC within the height, then for anything within it', () => {
    expect(formatText({ maxHeight: 480, format: null })).toBe(
      'bv*[vcodec^=avc1][height<=?480]+ba[ext=m4a]/b[vcodec^=avc1][height<=?480]/bv*[height<=?480]+ba/b[height<=?480]/bv*[height<=?480]',
    );
    expect(formatText({ maxHeight: 480, format: 'b' })).toBe('b');
  });
});

const info = (more: Record<string, unknown> = {}) =>
  videoInfo.parse({ id: 'aBcdefghi_1', title: 'Title', ...more });

describe('what a site tells', () => {
  it('names the file: id, forty characters of the title, height', () => {
    expect(downloadName(info({ height: 1080 }))).toBe('aBcdefghi_1_Title_1080p');
    expect(downloadName(info({ title: 'x'.repeat(50) }))).toBe(`aBcdefghi_1_${'x'.repeat(40)}`);
    expect(downloadName(info({ title: 'a/b\\c: "d" 100% \n?' }))).toBe('aBcdefghi_1_a b c d 100');
    expect(downloadName(info({ title: '👩‍👩‍👧 Füße 東京' }))).toBe('aBcdefghi_1_👩 👩 👧 Füße 東京');
    expect(downloadName(videoInfo.parse({ id: 'clip', title: 'clip' }))).toBe('clip');
    expect(downloadName(videoInfo.parse({ id: '../..', title: '' }))).toBe('video');
    expect(downloadName(videoInfo.parse({ id: '-rf', title: null }))).toBe('rf');
  });

  it('sizes and heights come from the parts that are joined', () => {
    const parts = { requested_formats: [{ filesize: 5, height: 720 }, { filesize_approx: 2 }] };
    expect([sizeOf(info(parts)), heightOf(info(parts))]).toEqual([7, 720]);
    expect([sizeOf(info()), heightOf(info())]).toEqual([null, null]);
    expect(sizeOf(info({ requested_formats: [{ filesize: 5 }, {}] }))).toBeNull();
  });

  it('live, to come, or over', () => {
    expect(liveState(info({ is_live: true }))).toBe('live');
    expect(liveState(info({ live_status: 'is_upcoming', is_live: false }))).toBe('upcoming');
    expect(liveState(info({ live_status: 'was_live', is_live: false }))).toBe('no');
  });

  it('the page is kept with its chapters', () => {
    const told = info({
      ...{
        webpage_url: 'https://a.example/v',
        extractor_key: 'Youtube',
        channel: 'C',
        upload_date: '20260131',
      },
      chapters: [{ start_time: 0, end_time: 3, title: 'One' }, { start_time: 3 }],
    });
    expect(pageOf(told, 'https://b.example/')).toEqual({
      ...{ url: 'https://a.example/v', site: 'Youtube', id: 'aBcdefghi_1', title: 'Title', uploader: 'C' },
      upload_date: '2026-01-31',
      chapters: [
        { start: 0, end: 3, title: 'One' },
        { start: 3, end: null, title: '' },
      ],
    });
    expect(
      pageOf(info({ extractor_key: 'Generic', upload_date: '20260131' }), 'https://b.example/'),
    ).toMatchObject({
      url: 'https://b.example/',
      upload_date: null,
    });
  });
});

describe('errors', () => {
  it.each([
    [
      "ERROR: [youtube] aBcdefghi_1: Private video. Sign in if you've been granted access to this video",
      'url_login',
      4,
    ],
    [
      'ERROR: [youtube] aBcdefghi_1: Sign in to confirm your age. This video may be inappropriate for some users.',
      'url_age',
      4,
    ],
    [
      'ERROR: [youtube] aBcdefghi_1: Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies for the authentication. See  https://github.com/yt-dlp/yt-dlp/wiki/FAQ#how-do-i-pass-cookies-to-yt-dlp  for how to manually pass cookies',
      'url_bot_check',
      1,
    ],
    [
      'ERROR: [youtube] aBcdefghi_1: Video unavailable. The uploader has not made this video available in your country',
      'url_region',
      4,
    ],
    [
      "ERROR: [youtube] aBcdefghi_1: Video unavailable. This video contains content from 'xxx', who has blocked it in your country on copyright grounds",
      'url_region',
      4,
    ],
    ['ERROR: [youtube] aBcdefghi_1: Video unavailable', 'url_gone', 4],
    ['ERROR: [youtube] aBcdefghi_1: Requested format is not available. Use --list-formats', 'url_format', 4],
    [
      'ERROR: [generic] a: Unable to download webpage: HTTP Error 403: Forbidden (caused by <HTTPError 403>)',
      'url_forbidden',
      4,
    ],
    ['ERROR: Unsupported URL: https://a.example/', 'url_no_video', 4],
    [
      'ERROR: [generic] Unable to download webpage: <urlopen error [Errno 111] Connection refused>',
      'url_network',
      1,
    ],
    [
      'ERROR: [x] a: Unable to extract title; please report this issue on  https://github.com/yt-dlp',
      'ytdlp_outdated',
      3,
    ],
    ['[download] File is larger than max-filesize (9 bytes > 1 bytes). Aborting.', 'url_too_large', 4],
    ['ERROR: This video is DRM protected', 'url_drm', 4],
    ['ERROR: unable to write data: [Errno 28] No space left on device', 'disk_full', 1],
    [
      'ERROR: [download] Got error: Downloaded 1 bytes, expected 9 bytes. Giving up after 5 retries',
      'url_network',
      1,
    ],
    ['ERROR: something quite new', 'url_failed', 1],
  ])('%s', (output, code, exitCode) => {
    expect(translateError(`WARNING: x\n${output}\n`, 'https://a.example/')).toMatchObject({ code, exitCode });
  });

  it('say what yt-dlp said, without its address for complaints', () => {
    expect(errorLine('ERROR: [youtube] aBcdefghi_1: Video unavailable\n')).toBe('Video unavailable');
    expect(
      errorLine('ERROR: [x] a: Unable to extract title; please report this issue on  https://g.example\n'),
    ).toBe('Unable to extract title');
    expect(translateError('', 'https://a.example/').message).toContain('without a word');
  });
});

describe('the program', () => {
  const answers =
    (stdout: string, exitCode = 0) =>
    async () => ({ exitCode, stdout });

  it('is taken when it is there and new enough', async () => {
    expect(await findYtDlp(answers('2023.03.04\n'), {})).toEqual({
      program: 'yt-dlp',
      version: '2023.03.04',
    });
    expect(await findYtDlp(answers('2026.10.26.1\n'), { YTDLP_PATH: '/y' })).toEqual({
      program: '/y',
      version: '2026.10.26.1',
    });
    expect([isRecentEnough('2023.3.4'), isRecentEnough('2022.12.31'), isRecentEnough('2023.03.03')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('missing, broken or too old says how to get it', async () => {
    await expect(findYtDlp(answers('', 1), {})).rejects.toMatchObject({ code: 'ytdlp_missing', exitCode: 3 });
    await expect(findYtDlp(answers('hello'), {})).rejects.toMatchObject({ code: 'ytdlp_missing' });
    await expect(findYtDlp(() => Promise.reject(new Error('ENOENT')), {})).rejects.toMatchObject({
      code: 'ytdlp_missing',
    });
    await expect(findYtDlp(answers('2021.12.01'), {})).rejects.toMatchObject({
      code: 'ytdlp_too_old',
      exitCode: 3,
    });
  });
});

describe('an earlier download', () => {
  const page = {
    url: 'u',
    site: 'Youtube',
    id: 'aBcdefghi_1',
    title: null,
    uploader: null,
    upload_date: null,
    chapters: [],
  };
  const entry = {
    ...{
      urls: ['https://www.youtube.com/watch?v=aBcdefghi_1'],
      site: 'Youtube',
      id: 'aBcdefghi_1',
      format: null,
      height: 720,
    },
    ...{ asked_height: 1080, file: 'a.mp4', size: 1, fingerprint: 'f', page },
  };
  const wanted = { url: 'https://youtu.be/aBcdefghi_1?t=5', video: null, maxHeight: 480, format: null };

  it('does for the same video in no smaller height', () => {
    expect(serves(entry, wanted)).toBe(true);
    expect(serves(entry, { ...wanted, maxHeight: 1080 })).toBe(true);
    expect(serves(entry, { ...wanted, maxHeight: 1440 })).toBe(false);
    expect(serves(entry, { ...wanted, maxHeight: null })).toBe(false);
    expect(serves({ ...entry, asked_height: null }, { ...wanted, maxHeight: null })).toBe(true);
    expect(serves({ ...entry, asked_height: 480, height: 480 }, { ...wanted, maxHeight: 480 })).toBe(true);
    expect(serves(entry, { ...wanted, format: 'b' })).toBe(false);
  });

  it('not for another one; plain files are told by their address alone', () => {
    expect(serves(entry, { ...wanted, url: 'https://youtu.be/aBcdefghi_2' })).toBe(false);
    const file = { ...entry, site: 'Generic', id: 'video', urls: ['https://a.example/video.mp4'] };
    const other = { ...wanted, url: 'https://b.example/video.mp4', video: { site: 'Generic', id: 'video' } };
    expect(serves(file, other)).toBe(false);
    expect(serves(file, { ...other, url: 'https://a.example/video.mp4' })).toBe(true);
  });

  it.each([
    ['https://www.youtube.com/watch?list=L&v=aBcdefghi_1', 'aBcdefghi_1'],
    ['https://m.youtube.com/shorts/aBcdefghi_1', 'aBcdefghi_1'],
    ['https://youtu.be/aBcdefghi_1?si=x', 'aBcdefghi_1'],
    ['https://www.youtube.com/playlist?list=L', undefined],
    ['https://a.example/watch?v=aBcdefghi_1', undefined],
    ['no address', undefined],
  ])('%s holds the id %s', (url, id) => {
    expect(idInAddress(url)?.id).toBe(id);
  });
});
