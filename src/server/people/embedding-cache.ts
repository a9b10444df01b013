import { stat } from 'node:fs/promises';
import path from 'node:path';
import { RUN_FILES } from '../../contract/run-files.ts';
import { readEmbeddings } from '../../run/people/run-faces.ts';

/** How long embeddings stay in memory after their last use, milliseconds: those of 100,000 faces take 100 MB. */
const KEPT_MS = 60_000;

interface Kept {
  readonly folder: string;
  readonly stamp: string;
  readonly embeddings: Promise<Uint16Array>;
}

/** The embeddings of the run that was asked for last. */
export class EmbeddingCache {
  #kept: Kept | null = null;
  #timer: NodeJS.Timeout | undefined;

  /**
   * The embeddings of a run as they lie on the disk now.
   * @throws AppError `run_invalid`
   */
  async of(folder: string, dimensions: number): Promise<Uint16Array> {
    const facts = await stat(path.join(folder, RUN_FILES.embeddings)).catch(() => null);
    const stamp = facts ? `${facts.ino} ${facts.size} ${facts.mtimeMs}` : '-';
    if (this.#kept?.folder !== folder || this.#kept.stamp !== stamp)
      this.#kept = { folder, stamp, embeddings: readEmbeddings(folder, dimensions) };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#kept = null;
    }, KEPT_MS).unref();
    const { embeddings } = this.#kept;
    embeddings.catch(() => {
      this.#kept = null;
    });
    return await embeddings;
  }
}
