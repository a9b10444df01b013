import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { standInYtDlp } from './stand-in-yt-dlp.ts';

/** Address of the list. */
export const COAST_LIST = 'https://videos.example/playlist?list=PL1';

const TITLES = ['A day at sea', 'The old harbour', 'Lighthouse by night', 'Storm', 'Homeward'];

/** Answers to `--dump-single-json` in the form in which yt-dlp gives them for a list of a large site. */
const LIST = {
  _type: 'playlist',
  id: 'PL1',
  title: 'Trips along the coast',
  extractor_key: 'VideosTab',
  webpage_url: COAST_LIST,
  playlist_count: TITLES.length,
  entries: TITLES.map((title, place) => ({
    _type: 'url',
    ie_key: 'Videos',
    id: `video-${place + 1}`,
    url: `https://videos.example/watch?v=video-${place + 1}`,
    title,
    duration: place === 3 ? null : 20 + place * 61,
    live_status: null,
  })),
};

const VIDEO = {
  _type: 'video',
  extractor_key: 'Videos',
  uploader: 'Coast & Co.',
  upload_date: '20250314',
  duration: 4,
  is_live: false,
  live_status: 'not_live',
  chapters: [
    { start_time: 0, end_time: 1, title: 'Casting off' },
    { start_time: 1, end_time: 2.5, title: 'Open water' },
    { start_time: 2.5, end_time: 4, title: 'Landfall' },
  ],
  requested_formats: [
    { format_id: '137', height: 720, filesize: 118_000_000 },
    { format_id: '140', height: null, filesize_approx: 2_000_000 },
  ],
};

const ADDRESS = 'https://videos.example/watch?v=';

/** What the site says of each address: every video of the list, one that goes on, one that is private. */
const PAGES = {
  [COAST_LIST]: LIST,
  ...Object.fromEntries(
    LIST.entries.map(({ id, url, title }) => [
      url,
      { ...VIDEO, id, title, webpage_url: url, original_url: url },
    ]),
  ),
  [`${ADDRESS}live`]: {
    ...{ ...VIDEO, id: 'live', title: 'Harbour camera', is_live: true, live_status: 'is_live' },
    ...{ duration: null, chapters: null, requested_formats: null },
  },
  [`${ADDRESS}private`]:
    'ERROR: [Videos] x: Private video. Sign in if you have been granted access to this video',
};

/**
 * A stand-in for yt-dlp that knows this site, for `YTDLP_PATH`.
 * @param clip what every download brings
 * @returns path of the program
 */
export function coastSite(folder: string, clip: string): string {
  const place = path.join(folder, 'site');
  mkdirSync(place, { recursive: true });
  return standInYtDlp(place, { pages: PAGES, clip }).program;
}
