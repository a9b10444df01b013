import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Address of the list. */
export const RECORDED_LIST = 'https://videos.example/playlist?list=PL1';

const TITLES = ['A day at sea', 'The old harbour', 'Lighthouse by night', 'Storm', 'Homeward'];

/** Answers to `--dump-single-json` in the form in which yt-dlp gives them for a list of a large site. */
const LIST = {
  _type: 'playlist',
  id: 'PL1',
  title: 'Trips along the coast',
  extractor_key: 'VideosTab',
  webpage_url: RECORDED_LIST,
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

/** The program: answers from the record, and "downloads" by copying a clip. */
const PROGRAM = `#!/usr/bin/env node
const fs = require('node:fs');
const args = process.argv.slice(2);
const { list, video, clip } = JSON.parse(fs.readFileSync(__filename + '.json', 'utf8'));
const after = (name) => args[args.indexOf(name) + 1];
const url = args.at(-1);
const videoOf = (id) => {
  const entry = list.entries.find((one) => one.id === id);
  if (entry) return { ...video, id, title: entry.title, webpage_url: entry.url, original_url: url };
  if (id === 'live') return { ...video, id, title: 'Harbour camera', is_live: true, live_status: 'is_live', duration: null, chapters: null, requested_formats: null };
};
if (args.includes('--version')) {
  console.log('2025.06.30');
} else if (args.includes('--load-info-json')) {
  const target = after('--output').replaceAll('%%', '%').replace('.%(ext)s', '.mp4');
  const total = fs.statSync(clip).size;
  for (const part of [0.25, 1]) {
    const progress = { status: 'downloading', downloaded_bytes: Math.round(total * part), total_bytes: total, speed: 1e6, eta: 1 };
    console.log('framesift-progress ' + JSON.stringify(progress));
  }
  fs.copyFileSync(clip, target);
  console.log('framesift-file ' + JSON.stringify(target));
} else if (url.includes('list=')) {
  const [, last] = after('--playlist-items').split(':');
  console.log(JSON.stringify({ ...list, entries: list.entries.slice(0, Number(last)) }));
} else {
  const found = videoOf(new URL(url).searchParams.get('v'));
  if (found) console.log(JSON.stringify(found));
  else {
    console.error('ERROR: [Videos] x: Private video. Sign in if you have been granted access to this video');
    process.exitCode = 1;
  }
}
`;

/**
 * Writes a stand-in for yt-dlp that replays these answers, for `YTDLP_PATH`.
 * @param clip what every download brings
 * @returns path of the program
 */
export async function recordedSite(folder: string, clip: string): Promise<string> {
  const program = path.join(folder, 'recorded', 'yt-dlp.cjs');
  await mkdir(path.dirname(program), { recursive: true });
  await writeFile(`${program}.json`, JSON.stringify({ list: LIST, video: VIDEO, clip }));
  await writeFile(program, PROGRAM);
  await chmod(program, 0o755);
  return program;
}
