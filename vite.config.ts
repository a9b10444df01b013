import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The web app: built into the package, served by the local server, nothing loaded from elsewhere. */
export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // What is bundled comes with its licences.
    license: { fileName: 'third-party-licenses.md' },
    target: 'es2023',
    // Data addresses would need an exception in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  worker: { format: 'es' },
});
