import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { AppError } from '../../contract/app-error.ts';

/** A lock whose owner has not touched it for so long belongs to nobody any more, in milliseconds. */
const STALE_MS = 15_000;
const TRY_AGAIN_MS = 250;

function isHeld(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ELOCKED';
}

/**
 * Does something while no other process downloads into the folder, which must exist; waits for its turn.
 * @param patienceMs how long to wait
 * @throws AppError `model_download_busy`; what the signal says
 */
export async function withFolderLock<T>(
  folder: string,
  patienceMs: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const lockfilePath = path.join(folder, '.download.lock');
  const until = Date.now() + patienceMs;
  let release: (() => Promise<void>) | null = null;
  while (!release) {
    signal?.throwIfAborted();
    try {
      release = await lock(folder, { lockfilePath, stale: STALE_MS });
    } catch (thrown) {
      if (!isHeld(thrown)) throw thrown;
      if (Date.now() > until) throw new AppError('model_download_busy', { folder });
      await sleep(TRY_AGAIN_MS, undefined, signal && { signal });
    }
  }
  try {
    return await work();
  } finally {
    // A lock that was lost meanwhile (a sleeping machine) is nothing to give back.
    await release().catch(() => {});
  }
}
