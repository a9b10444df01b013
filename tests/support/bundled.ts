import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'tsdown';
import { afterAll } from 'vitest';
import { ROOT } from './project.ts';

let outDir: string | null = null;
afterAll(() => outDir !== null && rmSync(outDir, { recursive: true }));

/**
 * Bundles a program of this folder that a test starts many times; starting each of them from its sources would take
 * longer than its work. The library stays the built one.
 * @param name of the file, without its ending
 * @returns path of the program; it goes away with the tests of the file
 */
export async function bundled(name: string): Promise<string> {
  outDir ??= mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
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
