import type { Stats } from 'node:fs';
import type { FilesAnswer } from '../../contract/http.ts';
import { isPictureName, isVideoName } from '../../source/name-endings.ts';

/** One line of a folder's contents. */
export type FileEntry = FilesAnswer['entries'][number];

/** A time as ISO text; null for those that a file system makes up and a calendar does not know. */
export function isoTime(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : null;
}

/** The entry of a file or folder; null for sockets, devices and the like. */
export function entryOf(name: string, path: string, facts: Stats): FileEntry | null {
  const modified_at = isoTime(facts.mtimeMs);
  if (facts.isDirectory()) return { name, path, kind: 'folder', size: null, modified_at };
  if (!facts.isFile()) return null;
  const kind = isVideoName(name) ? 'video' : isPictureName(name) ? 'picture' : 'file';
  return { name, path, kind, size: facts.size, modified_at };
}
