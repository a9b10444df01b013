import { defineConfig, type Plugin } from 'vitest/config';

/** Tests that replace a module, which others in the same process would meet. */
const MOCKING = ['src/run/lane.test.ts'];

/** A thread cannot run TypeScript: the sources that start one get the built file. */
const builtWorker: Plugin = {
  name: 'built-worker',
  enforce: 'pre',
  transform: (code, id) => {
    if (id.endsWith('/src/run/frame-workers.ts'))
      return code.replace("'./frame-worker.js'", "'../../dist/frame-worker.js'");
    if (id.endsWith('/src/run/stills/still-pool.ts'))
      return code.replace("'./still-worker.js'", "'../../../dist/still-worker.js'");
    return null;
  },
};

export default defineConfig({
  plugins: [builtWorker],
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The usual second is too short for a browser and FFmpeg on a busy machine; whoever polls goes on at once anyway.
    expect: { poll: { timeout: 20_000 } },
    // Two processors, and much of what the integration tests do is waiting for a process or a clock.
    maxWorkers: 3,
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
