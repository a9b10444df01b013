import type { FilesAnswer } from '../../../contract/http.ts';

/** One line of a folder. */
export type FileEntry = FilesAnswer['entries'][number];

/** Orders in which a folder can be shown; folders always come first. */
export const FILE_ORDERS = ['name', 'newest', 'largest'] as const;
/** Name of such an order. */
export type FileOrder = (typeof FILE_ORDERS)[number];

/** What of a folder is shown. */
export interface FileView {
  /** Letters that the name must hold. */
  readonly filter: string;
  readonly order: FileOrder;
  /** Also files whose names do not end like those of videos and pictures. */
  readonly everything: boolean;
  /** Of the files that can be used only pictures. */
  readonly picture?: boolean;
}

const ORDERS: Readonly<Record<Exclude<FileOrder, 'name'>, (entry: FileEntry) => number>> = {
  newest: ({ modified_at }) => (modified_at === null ? 0 : Date.parse(modified_at)),
  largest: ({ size }) => size ?? 0,
};

/** Compares as people write: without case and accents. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The lines to show, in order; the server sends them by name. */
export function visibleEntries(
  entries: readonly FileEntry[],
  { filter, order, everything, picture = false }: FileView,
): FileEntry[] {
  const wanted = plain(filter.trim());
  const found = entries.filter(
    ({ kind, name }) =>
      (everything || (kind !== 'file' && !(picture && kind === 'video'))) &&
      (wanted === '' || plain(name).includes(wanted)),
  );
  if (order === 'name') return found;
  const value = ORDERS[order];
  const folders = found.filter(({ kind }) => kind === 'folder');
  const files = found.filter(({ kind }) => kind !== 'folder');
  return [...folders, ...files.toSorted((a, b) => value(b) - value(a))];
}

/** Where a key moves the marked line to; null = the key does not move it. */
export function movedLine(key: string, line: number, lines: number, page: number): number | null {
  const last = Math.max(0, lines - 1);
  const within = (place: number) => Math.min(last, Math.max(0, place));
  switch (key) {
    case 'ArrowDown':
      return within(line + 1);
    case 'ArrowUp':
      return within(line - 1);
    case 'PageDown':
      return within(line + page);
    case 'PageUp':
      return within(line - page);
    default:
      return null;
  }
}
