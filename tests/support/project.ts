import { existsSync, mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Root folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Reference values and media that lie beside the project on some machines. */
export const SHARED = path.resolve(ROOT, '../shared');

/** Whether reference values and media are there. */
export const hasShared = existsSync(path.join(SHARED, 'fixtures')) && existsSync(path.join(SHARED, 'media'));

/** A new empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'framesift-test-')));
  // Work that goes on behind an answer (thumbnails of neighbours) may still write in there: tried again.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}
