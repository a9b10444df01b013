import { defineConfig } from 'vitest/config';

/** Tests that replace a module of Node, which others in the same process would meet. */
const MOCKING = [
  'src/run/lane.test.ts',
  'tests/integration/server-frames-thumbnails.test.ts',
  'tests/integration/server-frames-pictures.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The usual second is too short for a browser and FFmpeg on a busy machine; whoever polls goes on at once anyway.
    expect: { poll: { timeout: 20_000 } },
    // Two processors, and much of what the integration tests do is waiting for a process or a clock.
    maxWorkers: 3,
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
        test: { name: 'mocking', include: MOCKING, setupFiles: ['tests/support/setup.ts'] },
      },
    ],
  },
});
