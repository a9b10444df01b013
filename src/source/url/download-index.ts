import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { pageSchema, SCHEMA_VERSION, type Source } from '../../contract/run-files.ts';
import { fingerprintFile } from '../fingerprint.ts';

const entrySchema = z.object({
  urls: z.array(z.string()),
  site: z.string().nullable(),
  id: z.string(),
  asked_height: z.int().nullable(),
  format: z.string().nullable(),
  height: z.int().nullable(),
  file: z.string(),
  size: z.int(),
  fingerprint: z.string(),
  page: pageSchema,
});
/** A video that was downloaded: where from, as what, and where it lies (relative to the folder). */
export type DownloadEntry = z.output<typeof entrySchema>;

const fileSchema = z.object({ schema_version: z.literal(SCHEMA_VERSION), downloads: z.array(entrySchema) });

/** What is looked for. */
export interface Wanted {
  readonly url: string;
  /** Site and id, once they are known. */
  readonly video: { readonly site: string | null; readonly id: string } | null;
  readonly maxHeight: number | null;
  readonly format: string | null;
}

const YOUTUBE_HOSTS = /^(?:(?:www|m|music)\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be)$/;

/** The id of a video that its address shows without asking the site; null where it does not. */
export function idInAddress(url: string): { site: string; id: string } | null {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname, searchParams } = new URL(url);
  if (!YOUTUBE_HOSTS.test(hostname)) return null;
  const inPath = /^\/(?:(?:shorts|embed|live|v)\/)?([\w-]{11})$/.exec(pathname)?.[1];
  const id = pathname === '/watch' ? searchParams.get('v') : inPath;
  return id && /^[\w-]{11}$/.test(id) ? { site: 'Youtube', id } : null;
}

/** Whether a video that is there does for what is wanted: the same one, in no smaller height. */
export function serves(entry: DownloadEntry, { url, video, maxHeight, format }: Wanted): boolean {
  const known = video ?? idInAddress(url);
  // Plain files are named by their address alone: many sites have a video.mp4.
  const same =
    known !== null && known.site !== 'Generic' && entry.site === known.site && entry.id === known.id;
  if (!same && !entry.urls.includes(url)) return false;
  if (entry.format !== format) return false;
  if (entry.asked_height === null) return true;
  if (maxHeight === null) return false;
  return entry.asked_height >= maxHeight || (entry.height ?? 0) >= maxHeight;
}

const indexPath = (folder: string) => path.join(folder, '.framesift', 'downloads.json');

/** Everything that was downloaded into a folder; nothing when there is no list or it cannot be read. */
export async function readDownloads(folder: string): Promise<readonly DownloadEntry[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(indexPath(folder), 'utf8'))).downloads;
  } catch {
    return [];
  }
}

/** The video on disk that does for what is wanted, looked at to be what it was; null when there is none. */
export async function findDownload(folder: string, wanted: Wanted): Promise<Source | null> {
  for (const entry of (await readDownloads(folder)).toReversed()) {
    if (!serves(entry, wanted)) continue;
    const file = path.resolve(folder, entry.file);
    const facts = await stat(file).catch(() => null);
    if (!facts?.isFile() || facts.size !== entry.size) continue;
    const found = await fingerprintFile(file);
    if (found.fingerprint === entry.fingerprint) return { path: file, ...found, page: entry.page };
  }
  return null;
}

/** Notes a download; an earlier note about the same file or the same choice of the same video goes. */
export async function noteDownload(folder: string, entry: DownloadEntry): Promise<void> {
  const others = (await readDownloads(folder)).filter(
    ({ file, urls, format, asked_height: asked }) =>
      file !== entry.file &&
      !(
        format === entry.format &&
        asked === entry.asked_height &&
        urls.some((url) => entry.urls.includes(url))
      ),
  );
  await mkdir(path.dirname(indexPath(folder)), { recursive: true });
  const contents = { schema_version: SCHEMA_VERSION, downloads: [...others, entry] };
  await writeFileAtomic(indexPath(folder), `${JSON.stringify(contents, null, 2)}\n`);
}
