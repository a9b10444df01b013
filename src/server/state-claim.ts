import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import { takeLock } from '../run/lock.ts';
import { diskIo } from '../run/run-io.ts';
import type { ServerLog } from './server-context.ts';

/**
 * Claims the folder of the server's own files, so that two servers of one workspace do not write the same queue.
 * @returns what gives it back; null where another server has it
 * @throws AppError `output_unwritable`, `disk_full`
 */
export async function claimState(state: string, log: ServerLog): Promise<(() => Promise<void>) | null> {
  try {
    await diskIo.makeFolder(state);
    return await takeLock(diskIo, state);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'run_locked') throw toFileError(thrown, state);
    const who = `another Framesift (process ${thrown.details.pid}) uses this workspace`;
    log('warn', `${who}: runs that wait here are forgotten when this one stops`);
    return null;
  }
}
