import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect } from 'vitest';

/** Environment variable that every process started by a test file inherits, also when its parent is gone. */
export const MARK = 'FRAMESIFT_TEST_MARK';

/** Seconds in which what has been stopped must have ended. */
const PATIENCE_SECONDS = 5;

/** Command lines of living processes that carry a mark (Linux; elsewhere none are seen). */
function processesWith(mark: string): string[] {
  let pids: string[] = [];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return pids.flatMap((pid) => {
    try {
      const marked = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`);
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return marked && command !== '' ? [command] : [];
    } catch {
      return []; // it has just ended
    }
  });
}

/** After the tests of a file: no process that they started, directly or not, may be left. */
export function expectNoProcessLeft(): void {
  const mark = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  process.env[MARK] = mark;
  afterAll(async () => {
    for (let tries = 0; tries < PATIENCE_SECONDS * 20 && processesWith(mark).length > 0; tries++)
      await sleep(50);
    expect(processesWith(mark), 'processes that the tests of this file left behind').toEqual([]);
  });
}
