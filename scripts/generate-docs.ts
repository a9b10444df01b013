import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { httpApiPage } from './docs-http-api.ts';
import { metadataPage } from './docs-metadata.ts';
import { optionsPage } from './docs-options.ts';
import { troubleshootingPage } from './docs-troubleshooting.ts';
import { report } from './source-files.ts';

/** Every generated page: its path from the repository root and its text. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/options.md', optionsPage()],
    ['docs/metadata.md', metadataPage()],
    ['docs/troubleshooting.md', troubleshootingPage()],
    ['docs/http-api.md', httpApiPage()],
  ]);
}

/** The pages on disk that differ from what the contract says. */
export function outdatedPages(root: string): string[] {
  const read = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null);
  return [...generatedPages()]
    .filter(([path, text]) => read(join(root, path)) !== text)
    .map(([path]) => path);
}

function writePages(root: string): void {
  for (const [path, text] of generatedPages()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.argv.includes('--check')) writePages(process.cwd());
  report(
    'docs',
    outdatedPages(process.cwd()).map((path) => `${path} is not what src/contract says: run \`npm run docs\``),
  );
}
