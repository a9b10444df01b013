import path from 'node:path';
import { build } from 'tsdown';
import { ROOT, temporaryFolder } from './project.ts';

/**
 * Bundles a program of this folder that a test starts many times; starting each of them from its sources would take
 * longer than its work. The library stays the built one.
 * @param name of the file, without its ending
 * @returns path of the program; it goes away with the test
 */
export async function bundled(name: string): Promise<string> {
  const outDir = temporaryFolder();
  const library = path.join(ROOT, 'dist/index.js');
  const external = {
    name: 'built-library',
    resolveId: (id: string) =>
      id.endsWith('dist/index.js') ? { id: library, external: 'absolute' as const } : null,
  };
  await build({
    config: false,
    entry: { [name]: path.join(ROOT, 'tests/support', `${name}.ts`) },
    outDir,
    format: 'esm',
    platform: 'node',
    dts: false,
    logLevel: 'silent',
    plugins: [external],
  });
  return path.join(outDir, `${name}.mjs`);
}
