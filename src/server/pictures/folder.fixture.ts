import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { MADE_RUN } from '../../export/run.fixture.ts';
import type { ViewedRun } from './viewed-run.ts';

/** A new folder that goes away with the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A run whose folder does not matter. */
export function viewedRun(name: string, key = 'key1'): ViewedRun {
  return { folder: `/runs/${name}`, cacheName: name, file: MADE_RUN, key };
}
