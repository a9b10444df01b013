import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { cli: 'src/cli/bin.ts', index: 'src/index.ts', 'frame-worker': 'src/run/frame-worker.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: { entry: ['src/index.ts'] },
  fixedExtension: false,
  clean: true,
  sourcemap: false,
});
