import { isAbsolute, relative, sep } from 'node:path';

/**
 * Whether a path can be taken by its letters: absolute, without `.` and `..`, without NUL. Anything else would let the
 * letters and the place that the operating system finds differ.
 */
export function isPlainPath(path: string): boolean {
  if (!isAbsolute(path) || path.includes('\0')) return false;
  const parts = path.split(sep === '\\' ? /[\\/]/ : '/');
  return !parts.includes('..') && !parts.includes('.');
}

/**
 * Names of the folders that lead from a folder to a path: empty for the folder itself, null where the path lies
 * outside. Both paths normalised.
 */
export function partsBelow(folder: string, path: string): readonly string[] | null {
  const way = relative(folder, path);
  if (way === '') return [];
  // Another drive of Windows.
  if (isAbsolute(way)) return null;
  const parts = way.split(sep);
  return parts[0] === '..' ? null : parts;
}

/** Whether a name is left out of everything that is shown. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/** The way from a folder to a path that may be shown: below the folder and without hidden names; else null. */
export function visibleWay(folder: string, path: string): readonly string[] | null {
  const parts = partsBelow(folder, path);
  return parts === null || parts.some(isHidden) ? null : parts;
}
