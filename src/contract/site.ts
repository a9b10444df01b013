import { z } from 'zod';

/** Body of POST /api/site: asks what an address holds, before anything is downloaded. */
export const siteRequestSchema = z.object({
  url: z.string().min(1).max(4096).describe('Address of a page, a file or a list'),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Options by camelCase name; only those that differ from the defaults'),
});

/** One video at an address. */
export const siteVideoSchema = z.object({
  kind: z.literal('video').describe('One video'),
  url: z.string().describe('Address of the page or file, as the site names it'),
  title: z.string().nullable().describe('Title'),
  uploader: z.string().nullable().describe('Who published it'),
  duration: z.number().min(0).nullable().describe('Seconds, where the site says'),
  height: z.int().min(1).nullable().describe('Height of the picture that would be downloaded, pixels'),
  bytes: z.number().min(0).nullable().describe('Size of the download, where the site says'),
  live: z.enum(['no', 'live', 'upcoming']).describe('Whether it goes on right now, or has not begun'),
  chapters: z.int().min(0).describe('How many chapters the page names'),
  file: z.string().nullable().describe('Absolute path of the video, where it was downloaded before'),
});

/** A list of videos at an address. */
export const sitePlaylistSchema = z.object({
  kind: z.literal('playlist').describe('A list of videos'),
  url: z.string().describe('The address as given'),
  title: z.string().nullable().describe('Title'),
  count: z.int().min(0).nullable().describe('Videos in all, where the site says'),
  entries: z
    .array(
      z.object({
        url: z.string().describe('Address of the video'),
        title: z.string().nullable().describe('Title'),
        duration: z.number().min(0).nullable().describe('Seconds, where the site says'),
        downloaded: z.boolean().describe('It was downloaded before'),
      }),
    )
    .describe('The first videos, at most `playlistLimit`'),
});

/** What an address holds. */
export const siteAnswerSchema = z.discriminatedUnion('kind', [siteVideoSchema, sitePlaylistSchema]);
/** What an address holds. */
export type SiteAnswer = z.output<typeof siteAnswerSchema>;
/** One video at an address. */
export type SiteVideo = z.output<typeof siteVideoSchema>;
/** A list of videos at an address. */
export type SitePlaylist = z.output<typeof sitePlaylistSchema>;
