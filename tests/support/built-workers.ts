import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as workerThreads from 'node:worker_threads';
import { ROOT } from './project.ts';

/**
 * `node:worker_threads` for tests that decode with the sources in `src`: a thread cannot run TypeScript, so it gets the
 * built file of the same name. For `vi.mock('node:worker_threads', ...)`.
 */
export function builtWorkers(original: typeof workerThreads): typeof workerThreads {
  class Worker extends original.Worker {
    constructor(file: string | URL, options?: workerThreads.WorkerOptions) {
      const wanted = file instanceof URL ? fileURLToPath(file) : file;
      super(existsSync(wanted) ? file : path.join(ROOT, 'dist', path.basename(wanted)), options);
    }
  }
  return { ...original, Worker };
}
