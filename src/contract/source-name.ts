import type { Source } from './run-files.ts';

const WINDOWS_PATH = /^(?:[a-z]:[\\/]|\\\\)/i;

/** Last part of a path; of a Windows path too, wherever this runs. */
function lastPart(path: string): string {
  const parts = path.split(WINDOWS_PATH.test(path) ? /[\\/]+/ : /\/+/).filter((part) => part !== '');
  return parts.at(-1) ?? path;
}

/** What a source is called: the name of its file, or of the folder of its pictures. */
export function sourceName({ path }: Pick<Source, 'path'>): string {
  return lastPart(path);
}

/** The name of a source without the ending of a file; the names of folders have none. */
export function sourceStem({ path, pictures }: Pick<Source, 'path' | 'pictures'>): string {
  const name = lastPart(path);
  if (pictures?.folder === path) return name;
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
