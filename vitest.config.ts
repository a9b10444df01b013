import path from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that replace a module, which others in the same process would meet. */
const MOCKING = ['src/run/lane.test.ts'];

/** A thread cannot run TypeScript: the sources that start one get the built file. */
const builtWorker: Plugin = {
  name: 'built-worker',
  enforce: 'pre',
  transform: (code, id) => {
    if (id.endsWith('/src/run/frame-threads.ts'))
      return code.replace("'./frame-worker.js'", "'../../dist/frame-worker.js'");
    if (id.endsWith('/src/run/stills/still-pool.ts'))
      return code.replace("'./still-worker.js'", "'../../../dist/still-worker.js'");
    return null;
  },
};

/** The files that take longest, in this order. They begin first, so that none of them is left over at the end. */
const LONGEST = [
  ...['analyze-masks', 'reference-frames', 'subject', 'shared-shots', 'address', 'server-runs'],
  ...['analyze-faces', 'pyscenedetect', 'resume-signals', 'sift-masks', 'run-shots'],
  ...['sift-faces', 'server-stops', 'server-sources-probe', 'server-subject', 'upload', 'run-control'],
  'resume-kills',
  ...['access', 'faults-kill-points', 'server-frames-pictures', 'people-flow', 'package'],
  ...['synthetic-pixels', 'picture-pixels', 'server-addresses', 'urls', 'server-attacks-load'],
  ...['pick-to-export', 'faces', 'shots', 'large-run', 'synthetic-frames', 'keyboard'],
];

/** Tests of one project after those of another: a process that is left over ends when the next file is of another one. */
const PROJECTS = ['product', 'unit', 'mocking'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.indexOf(path.basename(moduleId, '.test.ts'));
      return found < 0 ? LONGEST.length : found;
    };
    const projectOf = ({ project }: TestSpecification) => PROJECTS.indexOf(project.name);
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => projectOf(a) - projectOf(b) || place(a) - place(b));
  }
}

export default defineConfig({
  plugins: [builtWorker],
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The usual second is too short for a browser and FFmpeg on a busy machine; whoever polls goes on at once anyway.
    expect: { poll: { timeout: 20_000 } },
    // Two processors, and much of what the integration tests do is waiting for a process or a clock.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // The built files are what Node itself loads, once in a process.
    server: { deps: { external: [/\/dist\/[^/]+\.js$/] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: MOCKING,
          // These keep nothing to themselves, and loading every module anew for each file takes a third of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['tests/**/*.test.ts'],
          exclude: MOCKING,
          setupFiles: ['tests/support/setup.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'mocking', include: MOCKING },
      },
    ],
  },
});
