import { lstat, mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { timeStampName } from '../../contract/time-stamp.ts';

async function moveInto(path: string, trash: string, now: Date): Promise<string> {
  await mkdir(trash, { recursive: true });
  const stamp = timeStampName(now);
  for (let n = 1; ; n++) {
    const target = join(trash, `${stamp}${n === 1 ? '' : `-${n}`}_${basename(path)}`);
    const taken = await lstat(target).catch(() => null);
    if (taken !== null) continue;
    await rename(path, target);
    return target;
  }
}

/**
 * Moves a file into a trash folder under a name that begins with the time.
 * @param near another trash folder on the same disk as the file, for when the first one is on another disk
 * @returns path in the trash
 * @throws the system's error
 */
export async function moveToTrash(path: string, trash: string, near: string, now: Date): Promise<string> {
  try {
    return await moveInto(path, trash, now);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EXDEV') {
      return moveInto(path, near, now);
    }
    throw thrown;
  }
}
