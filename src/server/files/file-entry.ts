import type { Stats } from 'node:fs';
import type { FilesAnswer } from '../../contract/http.ts';
import { isVideoName } from '../../source/name-endings.ts';

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
  return { name, path, kind: isVideoName(name) ? 'video' : 'file', size: facts.size, modified_at };
}

const collator = new Intl.Collator('en', { numeric: true });

/** Order of names as people expect it: `clip 2` before `clip 10`. */
export function compareNames(a: string, b: string): number {
  // Names that differ only in what the alphabet leaves aside still have one order.
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
