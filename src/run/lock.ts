import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import { RUN_FILES, TEMPORARY_PREFIX } from '../contract/run-files.ts';
import type { RunIo } from './run-io.ts';

/** Who holds a lock. The start mark tells a process from a later one with the same number. */
const ownerSchema = z.object({ pid: z.int(), host: z.string(), started: z.string().nullable() });
type LockOwner = z.output<typeof ownerSchema>;

/**
 * Start time of a process in clock ticks since boot, where the system tells (Linux, proc(5)); else null. `gone` for
 * one that has ended and only waits for its parent to take notice.
 */
function startMark(pid: number): string | null {
  try {
    // The second field is the program's name in brackets and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return /^[ZX]/.test(fields?.[0] ?? '') ? 'gone' : (fields?.[19] ?? null);
  } catch {
    return null;
  }
}

function isAlive({ pid, host, started }: LockOwner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return false;
  }
  const mark = startMark(pid);
  return mark !== 'gone' && (started === null || mark === null || mark === started);
}

function parseOwner(text: string): LockOwner | null {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** How often an empty lock file is looked at again: on file systems without links a lock fills up a moment later. */
const EMPTY_TRIES = 10;
const EMPTY_WAIT_MS = 50;

async function holderOf(io: RunIo, file: string): Promise<number | 'nobody' | 'dead'> {
  let text = await io.readText(file);
  for (let tries = 0; text === '' && tries < EMPTY_TRIES; tries++) {
    await sleep(EMPTY_WAIT_MS);
    text = await io.readText(file);
  }
  if (text === null) return 'nobody';
  // Anything else that can't be read was left by a crash of the machine or by another program.
  const owner = parseOwner(text);
  return owner && isAlive(owner) ? owner.pid : 'dead';
}

/**
 * Which living process works in a run folder; one of another machine counts as living.
 * @returns its process id, or null
 */
export async function lockHolder(io: RunIo, folder: string): Promise<number | null> {
  const text = await io.readText(path.join(folder, RUN_FILES.lock));
  const owner = text === null ? null : parseOwner(text);
  return owner && isAlive(owner) ? owner.pid : null;
}

/** Locks upon locks that a takeover may meet; each deeper one takes another crash at the very moment of a takeover. */
const DEEPEST = 3;
const TRIES = 200;
const WAIT_MS = 5;

/**
 * Takes a lock file. A dead process's lock is removed only by the one process that holds the lock of the takeover,
 * which looks again once it has it: so of several that find a dead lock, none can remove the lock of a living one.
 */
async function takeFile(
  io: RunIo,
  folder: string,
  name: string,
  depth: number,
): Promise<() => Promise<void>> {
  const file = path.join(folder, name);
  const owner: LockOwner = { pid: process.pid, host: hostname(), started: startMark(process.pid) };
  const locked = (pid: number | string) => new AppError('run_locked', { path: folder, pid });
  for (let tries = 0; tries < TRIES; tries++) {
    if (await io.create(file, `${JSON.stringify(owner)}\n`)) return () => io.discard(file);
    const holder = await holderOf(io, file);
    if (holder === 'nobody') continue;
    if (holder === 'dead') {
      if (depth === DEEPEST) throw locked('unknown');
      const done = await takeFile(io, folder, `${TEMPORARY_PREFIX}takeover-${depth + 1}`, depth + 1);
      try {
        if ((await holderOf(io, file)) === 'dead') await io.discard(file);
      } finally {
        await done();
      }
    } else {
      if (depth === 0) throw locked(holder);
      await sleep(WAIT_MS);
    }
  }
  throw locked('unknown');
}

/**
 * Takes the lock of a run folder; a dead process's lock is taken over at once.
 * @returns a function that gives it back
 * @throws AppError `run_locked`
 */
export function takeLock(io: RunIo, folder: string): Promise<() => Promise<void>> {
  return takeFile(io, folder, RUN_FILES.lock, 0);
}
