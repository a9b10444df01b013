import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    cli: 'src/cli/bin.ts',
    index: 'src/index.ts',
    server: 'src/server/start-server.ts',
    'frame-worker': 'src/run/frame-worker.ts',
    'still-worker': 'src/run/stills/still-worker.ts',
    job: 'src/server/jobs/job.ts',
  },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: { entry: ['src/index.ts', 'src/server/start-server.ts'] },
  // Contact sheets are written in a font of their own, read from beside the bundle.
  copy: 'src/export/fonts',
  fixedExtension: false,
  clean: true,
  sourcemap: false,
});
