import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The process that downloads into a folder of parts. */
const OWNER = 'owner';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** Whether a folder is ours now: nobody has it, or one who has ended. */
async function claim(folder: string): Promise<boolean> {
  const file = path.join(folder, OWNER);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(file, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (owner !== process.pid && owner > 0 && isAlive(owner)) return false;
  await writeFile(file, `${process.pid}`);
  return true;
}

/**
 * A folder for the parts of a download that no other process writes to: the one in which an earlier download of the same
 * choice broke off, or one beside it while somebody else is at it.
 * @param base path of the folder that is wanted
 * @throws what the file system says
 */
export async function claimParts(base: string): Promise<string> {
  for (let place = 1; ; place++) {
    const folder = place === 1 ? base : `${base}-${place}`;
    if (await claim(folder)) return folder;
  }
}
