import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { toFileError } from '../../contract/file-error.ts';
import { moveToTrash } from '../uploads/move-to-trash.ts';

const NAME = /^([0-9a-f]{64})\.[a-z0-9]{3,4}$/;

/** Folder of the reference pictures that were sent, in the server's own folder. */
export function pictureFolder(state: string): string {
  return path.join(state, 'face-pictures');
}

/** Whether a path is that of a reference picture that was sent: whatever else lies in the server's folder is not. */
export function isSentPicture(state: string, file: string): boolean {
  return path.dirname(file) === pictureFolder(state) && NAME.test(path.basename(file));
}

/** Reference pictures that were sent; each is called by the SHA-256 of what it holds, so the same one lies there once. */
export class PictureStore {
  readonly #folder: string;
  readonly #trash: string;

  /** @param state the server's own folder */
  constructor(state: string) {
    this.#folder = pictureFolder(state);
    this.#trash = path.join(state, 'trash-face-pictures');
  }

  /**
   * Keeps a picture.
   * @param ending of its name, without the dot
   * @returns its absolute path
   * @throws AppError `disk_full`, `output_unwritable`
   */
  async keep(id: string, ending: string, bytes: Uint8Array): Promise<string> {
    const file = path.join(this.#folder, `${id}.${ending}`);
    try {
      const facts = await stat(file).catch(() => null);
      if (facts?.isFile() && facts.size === bytes.length) return file;
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomic(file, Buffer.from(bytes));
      return file;
    } catch (thrown) {
      throw toFileError(thrown, file);
    }
  }

  /** Absolute path of a picture; null where there is none of this id. */
  async find(id: string): Promise<string | null> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    const name = names.find((found) => NAME.exec(found)?.[1] === id);
    return name === undefined ? null : path.join(this.#folder, name);
  }

  /**
   * Moves a picture to the trash.
   * @returns whether there was one
   * @throws AppError `output_unwritable`
   */
  async remove(id: string, now: Date): Promise<boolean> {
    const file = await this.find(id);
    if (file === null) return false;
    try {
      await moveToTrash(file, this.#trash, this.#trash, now);
      return true;
    } catch (thrown) {
      throw toFileError(thrown, file);
    }
  }
}
