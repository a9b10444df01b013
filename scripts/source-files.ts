import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Texts of source files by path from the repository root, with forward slashes. */
export type SourceFiles = ReadonlyMap<string, string>;

const CODE = /\.(?:ts|tsx|mts|js|mjs)$/;

/** Tests and what only tests use; they stand beside the sources. */
export function isTestFile(path: string): boolean {
  return /\.(?:test|fixture)\.tsx?$/.test(path);
}

/** Files that another program writes. */
export function isGenerated(path: string): boolean {
  return path.split('/').includes('generated');
}

/** Reads all code below some folders of the repository; a folder that does not exist holds none. */
export function readSources(root: string, folders: readonly string[]): SourceFiles {
  const files = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== 'dist') visit(path);
      else if (entry.isFile() && CODE.test(entry.name))
        files.set(path, readFileSync(join(root, path), 'utf8'));
    }
  };
  const present = new Set(readdirSync(root));
  for (const folder of folders) if (present.has(folder)) visit(folder);
  return files;
}

/** Ends a check script: prints the problems and fails, or says that there are none. */
export function report(name: string, problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`${name}: fine`);
  else console.error(`${name}: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
