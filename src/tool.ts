import { readFileSync } from 'node:fs';

/** Name and version of this program, from its package.json. */
export const TOOL: { readonly name: 'framesift'; readonly version: string } = {
  name: 'framesift',
  version: readVersion(),
};

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error('package.json has no version');
}
