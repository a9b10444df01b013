import { constants } from 'node:fs';
import { copyFile, link, open, rm, stat, utimes } from 'node:fs/promises';

/** The file operations of an export. */
export interface PictureFiles {
  /** Copies without overwriting, sharing the blocks where the file system can (reflink), and keeps the times. */
  readonly copy: (from: string, to: string) => Promise<void>;
  /** Makes a second name of the same file, without overwriting. */
  readonly link: (from: string, to: string) => Promise<void>;
  /** Writes a new file whole or not at all, with the times of the file that it is made from; never overwrites. */
  readonly write: (to: string, bytes: Uint8Array, from: string | null) => Promise<void>;
}

async function keepTimes(from: string, to: string): Promise<void> {
  const { atime, mtime } = await stat(from);
  await utimes(to, atime, mtime);
}

/** Removes what a failed step has begun. */
async function orRemove(to: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    await rm(to, { force: true });
    throw thrown;
  }
}

/** The disk. */
export const DISK_FILES: PictureFiles = {
  copy: async (from, to) => {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await orRemove(to, () => keepTimes(from, to));
  },
  link,
  write: async (to, bytes, from) => {
    const file = await open(to, 'wx');
    await orRemove(to, async () => {
      await file.writeFile(bytes).finally(() => file.close());
      if (from !== null) await keepTimes(from, to);
    });
  },
};

/** Where a hard link is impossible: another file system, one without links, too many of them, not allowed. */
const NO_LINK: readonly unknown[] = ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

function cannotLink(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && NO_LINK.includes(thrown.code);
}

/**
 * Puts one picture in its place as it is.
 * @param linked whether a hard link is wanted
 * @returns how it was done: a wanted link that is impossible becomes a copy
 * @throws what the operating system says
 */
export async function placePicture(
  from: string,
  to: string,
  linked: boolean,
  files: PictureFiles = DISK_FILES,
): Promise<'linked' | 'copied'> {
  if (linked) {
    try {
      await files.link(from, to);
      return 'linked';
    } catch (thrown) {
      if (!cannotLink(thrown)) throw thrown;
    }
  }
  await files.copy(from, to);
  return 'copied';
}
