// Ends with 0 when dist/ was made from the present sources, else with 1; with --write it notes that it was.
// The note lies where either bundler removes it, so nothing else can have been built since.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'dist/web/.built-from');

const FOLDERS = ['src', 'wasm'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsdown.config.ts', 'vite.config.ts'];
/** Files beside the sources that only tests use. */
const OF_TESTS = /\.(?:test|fixture|test-support)\.tsx?$|\.snap$/;

async function sources() {
  const lists = FOLDERS.map(async (folder) => {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));
  });
  const own = FILES.map((name) => path.join(root, name));
  return [...(await Promise.all(lists)).flat(), ...own].filter((file) => !OF_TESTS.test(file)).sort();
}

const hash = createHash('sha256').update(process.version);
for (const file of await sources()) hash.update(path.relative(root, file)).update(await readFile(file));
const digest = hash.digest('hex');

if (process.argv.includes('--write')) await writeFile(stamp, digest);
else if ((await readFile(stamp, 'utf8').catch(() => '')) !== digest) process.exitCode = 1;
