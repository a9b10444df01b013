import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { recordedLines } from './run-state.ts';
import type { WebApp } from './web-app.ts';

/** A run whose process can be made to stand still, so that a test can look at it for as long as it needs to. */
export interface HeldRun {
  /** Lets it go on. */
  release(): void;
  /** Holds it as soon as it has so many records. */
  hold(records: number): Promise<void>;
}

/**
 * Holds the process of the latest run of the app still (SIGSTOP) as soon as it has written some records.
 * @param folder of the run
 * @param records that must be there
 */
export async function holdRun(app: WebApp, folder: string, records: number): Promise<HeldRun> {
  let pid = 0;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch {
      // it has ended
    }
  };
  const hold = async (wanted: number) => {
    for (const begin = Date.now(); recordedLines(folder).length < wanted; await sleep(5)) {
      if (Date.now() - begin > 60_000) throw new Error(`still fewer than ${wanted} records in ${folder}`);
    }
    const log = readFileSync(path.join(path.dirname(app.home), 'logs/frame_extractor.log'), 'utf8');
    pid = Number([...log.matchAll(/: process (\d+)$/gm)].at(-1)?.[1]);
    signal('SIGSTOP');
  };
  const release = () => signal('SIGCONT');
  await hold(records);
  onTestFinished(release);
  return { release, hold };
}
