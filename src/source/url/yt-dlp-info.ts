import { z } from 'zod';
import type { Page } from '../../contract/run-files.ts';

const text = z.string().nullish();
const number = z.number().nullish();

/** What yt-dlp tells of one video (`--dump-single-json`), as far as it is used; sites leave out most of it. */
export const videoInfo = z.looseObject({
  _type: z.literal('video').nullish(),
  id: z.string(),
  title: text,
  uploader: text,
  channel: text,
  extractor_key: text,
  webpage_url: text,
  original_url: text,
  duration: number,
  is_live: z.boolean().nullish(),
  live_status: text,
  upload_date: text,
  height: number,
  filesize: number,
  filesize_approx: number,
  requested_formats: z
    .array(z.looseObject({ filesize: number, filesize_approx: number, height: number }))
    .nullish(),
  chapters: z.array(z.looseObject({ start_time: z.number(), end_time: number, title: text })).nullish(),
});
/** One video of a site. */
export type VideoInfo = z.output<typeof videoInfo>;

/** What yt-dlp tells of a playlist or channel (`--flat-playlist`). */
export const playlistInfo = z.looseObject({
  _type: z.enum(['playlist', 'multi_video']),
  id: text,
  title: text,
  playlist_count: number,
  entries: z.array(
    z
      .looseObject({ id: text, title: text, url: text, webpage_url: text, duration: number, ie_key: text })
      .nullable(),
  ),
});
/** A list of videos. */
export type PlaylistInfo = z.output<typeof playlistInfo>;

/** Whether it goes on right now, or has not begun. */
export function liveState({ is_live: live, live_status: status }: VideoInfo): 'live' | 'upcoming' | 'no' {
  if (status === 'is_upcoming') return 'upcoming';
  return live === true || status === 'is_live' ? 'live' : 'no';
}

/** Bytes to be downloaded, where the site says. */
export function sizeOf(info: VideoInfo): number | null {
  const parts = info.requested_formats ?? [info];
  const sizes = parts.map(({ filesize, filesize_approx: about }) => filesize ?? about ?? null);
  return sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
}

/** Height of the picture that would be downloaded, where the site says. */
export function heightOf(info: VideoInfo): number | null {
  const heights = (info.requested_formats ?? [info]).flatMap(({ height }) => height ?? []);
  return heights.length === 0 ? null : Math.max(...heights);
}

/** What is kept of the page in run.json. */
export function pageOf(info: VideoInfo, url: string): Page {
  const date = /^(\d{4})(\d\d)(\d\d)$/.exec(info.upload_date ?? '');
  // A file without a page has no date of its own; yt-dlp then takes that of the answer.
  const dated = date !== null && info.extractor_key !== 'Generic';
  return {
    url: info.webpage_url ?? info.original_url ?? url,
    site: info.extractor_key ?? null,
    id: info.id,
    title: info.title ?? null,
    uploader: info.uploader ?? info.channel ?? null,
    upload_date: dated ? `${date[1]}-${date[2]}-${date[3]}` : null,
    chapters: (info.chapters ?? []).map(({ start_time: start, end_time: end, title }) => ({
      start,
      end: end ?? null,
      title: title ?? '',
    })),
  };
}
