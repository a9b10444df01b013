import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { isPlainPath, visibleWay } from './root-paths.ts';

/** A folder that may be looked into and read from. */
export interface Root {
  readonly name: string;
  /** Absolute; it may be a link or hidden itself, and need not exist yet. */
  readonly path: string;
}

/** Where something lies: the outermost root that shows it, and the names that lead there. */
export interface Place {
  /** With its real path. */
  readonly root: Root;
  readonly parts: readonly string[];
}

const codeOf = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);

const MISSING: readonly string[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'];
const DENIED: readonly string[] = ['EACCES', 'EPERM'];

function unreadable(path: string, code: string, cause?: unknown): AppError {
  const reason = DENIED.includes(code) ? 'permission denied' : code;
  return new AppError('input_unreadable', { path, reason }, { cause });
}

/** The nearest existing thing above a path, or the path itself, with links resolved, and what is left below it. */
async function nearestReal(path: string): Promise<{ real: string; rest: readonly string[] }> {
  const rest: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => null);
    if (real !== null || at === dirname(at)) return { real: real ?? at, rest };
    rest.unshift(basename(at));
  }
}

/**
 * The roots of a server, each folder once: home, workspace, uploads, and those given with --root.
 * @param more absolute paths
 */
export function standardRoots(
  folders: { readonly home: string; readonly workspace: string; readonly uploads: string },
  more: readonly string[],
): readonly Root[] {
  const roots: Root[] = [];
  const add = (name: string, folder: string) => {
    const path = resolve(folder);
    if (roots.some((root) => root.path === path)) return;
    // Two folders of one name are told apart by their paths.
    roots.push({ name: name === '' || roots.some((root) => root.name === name) ? path : name, path });
  };
  add('Home', folders.home);
  add('Workspace', folders.workspace);
  add('Uploads', folders.uploads);
  for (const folder of more) add(basename(folder), folder);
  return roots;
}

/** The folders that the page may see: home, workspace, uploads, and those given with --root. */
export class AllowedRoots {
  readonly roots: readonly Root[];

  constructor(roots: readonly Root[]) {
    this.roots = roots;
  }

  /** The roots that exist, with their real paths, each folder once. */
  async existing(): Promise<readonly Root[]> {
    const found = await Promise.all(
      this.roots.map(async ({ name, path }) => ({ name, path: await realpath(path).catch(() => null) })),
    );
    const real = found.flatMap(({ name, path }) => (path === null ? [] : [{ name, path }]));
    return real.filter(({ path }, i) => real.findIndex((other) => other.path === path) === i);
  }

  /**
   * The real path of a file or folder below one of the roots. What lies outside of them is refused alike whether it
   * exists or not, and so is what a link leads to out there.
   * @throws AppError `path_refused` outside of the roots, for hidden names and for paths that are relative or hold `..`;
   * `input_missing`; `input_unreadable`, also for what is neither a file nor a folder
   */
  async resolve(path: string): Promise<string> {
    return (await this.#find(path)).real;
  }

  /**
   * The real path of a folder below one of the roots.
   * @throws AppError as {@link resolve}, and `input_unreadable` for a file
   */
  async resolveExistingFolder(path: string): Promise<string> {
    const { real, facts } = await this.#find(path);
    if (facts.isDirectory()) return real;
    throw new AppError('input_unreadable', { path, reason: 'it is not a folder' });
  }

  /**
   * The path of a folder to write into: one that exists, or a new one in a folder that does.
   * @throws AppError as {@link resolveExistingFolder}
   */
  async resolveFolder(path: string): Promise<string> {
    try {
      return await this.resolveExistingFolder(path);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'input_missing') throw thrown;
      const parent = await this.resolveExistingFolder(dirname(resolve(path)));
      return join(parent, basename(resolve(path)));
    }
  }

  /** Where a real path lies; null where no root shows it. */
  async placeOf(real: string): Promise<Place | null> {
    const places = (await this.existing()).flatMap((root) => {
      const parts = visibleWay(root.path, real);
      return parts === null ? [] : [{ root, parts }];
    });
    const [first, ...others] = places;
    if (first === undefined) return null;
    return others.reduce((best, place) => (place.parts.length > best.parts.length ? place : best), first);
  }

  async #find(path: string): Promise<{ real: string; facts: Stats }> {
    const refused = () => new AppError('path_refused', { path });
    if (!isPlainPath(path)) throw refused();
    const wanted = resolve(path);
    const existing = (await this.existing()).map((root) => root.path);
    const isShown = (at: string) => existing.some((folder) => visibleWay(folder, at) !== null);
    // By its letters first, so that nothing outside is even looked at.
    const isNamed = this.roots.some((root) => visibleWay(resolve(root.path), wanted) !== null);
    if (!isNamed && !isShown(wanted)) throw refused();
    const { real, rest } = await nearestReal(wanted);
    if (!isShown(real)) throw refused();
    const [next] = rest;
    if (next !== undefined) throw await this.#whyMissing(path, join(real, next));
    const facts = await stat(real).catch((thrown: unknown) => {
      throw MISSING.includes(codeOf(thrown))
        ? new AppError('input_missing', { path })
        : unreadable(path, codeOf(thrown), thrown);
    });
    if (facts.isFile() || facts.isDirectory()) return { real, facts };
    throw new AppError('input_unreadable', { path, reason: 'it is neither a file nor a folder' });
  }

  /** Why the way ends in a folder that may be shown. A link that leads nowhere may point out of the roots. */
  async #whyMissing(path: string, at: string): Promise<AppError> {
    try {
      const facts = await lstat(at);
      return facts.isSymbolicLink()
        ? new AppError('path_refused', { path })
        : unreadable(path, 'it cannot be reached');
    } catch (thrown) {
      if (MISSING.includes(codeOf(thrown))) return new AppError('input_missing', { path });
      return unreadable(path, codeOf(thrown), thrown);
    }
  }
}
