import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type FolderFacts, readFacts } from './folder-facts.ts';

/** Folders looked at together. */
const AT_ONCE = 16;

/** The run folders of a workspace, whoever made them. */
export class RunFolders {
  readonly #workspace: string;
  #known: readonly FolderFacts[] = [];
  #byKey = new Map<string, FolderFacts>();
  #byFolder = new Map<string, FolderFacts>();

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /** What the latest look has found. */
  get all(): readonly FolderFacts[] {
    return this.#known;
  }

  /** The folder of this name, as of the latest look. */
  at(folder: string): FolderFacts | null {
    return this.#byFolder.get(folder) ?? null;
  }

  /** The folder that was first seen under this key, whatever its name by now. */
  withKey(key: string): FolderFacts | null {
    return this.#byKey.get(key) ?? null;
  }

  /**
   * Looks again. A workspace that is not there holds no runs.
   * @throws the refusal of the system to list it; what was known stays then
   */
  async scan(): Promise<void> {
    const before = [...this.#byKey.keys()];
    await this.#look();
    // A folder that was renamed in between is neither under its old name nor among the names listed before.
    if (before.some((key) => !this.#byKey.has(key))) await this.#look();
  }

  async #look(): Promise<void> {
    const entries = await this.#list();
    // Links could lead anywhere; names with a dot are our own.
    const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    const folders = names.map(({ name }) => path.join(this.#workspace, name));
    const found: FolderFacts[] = [];
    for (let i = 0; i < folders.length; i += AT_ONCE) {
      const looks = folders.slice(i, i + AT_ONCE).map((folder) => readFacts(folder, this.at(folder)));
      for (const facts of await Promise.all(looks)) if (facts) found.push(facts);
    }
    this.#known = found;
    this.#byKey = new Map(found.map((facts) => [facts.key, facts]));
    this.#byFolder = new Map(found.map((facts) => [facts.folder, facts]));
  }

  async #list(): Promise<Dirent[]> {
    try {
      return await readdir(this.#workspace, { withFileTypes: true });
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      throw thrown;
    }
  }
}
