import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
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

const fileSchema = entrySchema.extend({ schema_version: z.literal(SCHEMA_VERSION) });

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

/** A note of its own for each download: two that end at the same moment do not touch the same file. */
const notesFolder = (folder: string) => path.join(folder, '.framesift', 'downloaded');

async function readNote(file: string): Promise<DownloadEntry | null> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Everything that was downloaded into a folder; what cannot be read counts as not downloaded. */
export async function readDownloads(folder: string): Promise<readonly DownloadEntry[]> {
  const names = await readdir(notesFolder(folder)).catch(() => []);
  const notes = names.filter((name) => name.endsWith('.json')).sort();
  const entries = await Promise.all(notes.map((name) => readNote(path.join(notesFolder(folder), name))));
  return entries.filter((entry) => entry !== null);
}

/** The video on disk that does for what is wanted, looked at to be what it was; null when there is none. */
export async function findDownload(folder: string, wanted: Wanted): Promise<Source | null> {
  for (const entry of await readDownloads(folder)) {
    if (!serves(entry, wanted)) continue;
    const file = path.resolve(folder, entry.file);
    const facts = await stat(file).catch(() => null);
    if (!facts?.isFile() || facts.size !== entry.size) continue;
    const found = await fingerprintFile(file);
    if (found.fingerprint === entry.fingerprint) return { path: file, ...found, page: entry.page };
  }
  return null;
}

/** Notes a download, in place of an earlier one of the same choice. */
export async function noteDownload(folder: string, entry: DownloadEntry): Promise<void> {
  const { urls, site, id, asked_height: asked, format } = entry;
  const choice = JSON.stringify([urls, site, id, asked, format]);
  const name = createHash('sha256').update(choice).digest('hex').slice(0, 16);
  await mkdir(notesFolder(folder), { recursive: true });
  const contents = { schema_version: SCHEMA_VERSION, ...entry };
  await writeFileAtomic(
    path.join(notesFolder(folder), `${name}.json`),
    `${JSON.stringify(contents, null, 2)}\n`,
  );
}
