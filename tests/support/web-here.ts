import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { PackManifest } from '../../src/faces/packs/pack-manifest.ts';
import { testServer } from './server.ts';
import type { WebApp } from './web-process.ts';

/** A web app without a process of its own. */
export type WebHere = Omit<WebApp, 'child' | 'stop'>;

/**
 * Starts the built server in this process with a home folder of its own, as the program would; it ends with the test.
 * @param folder everything of it lies in there: `home`, `home/downloads`, `uploads`, `presets`
 * @param options of the server, by camelCase name
 * @param packs models for faces that are offered; all that are known by default
 */
export async function startWebHere(
  folder: string,
  options: Record<string, unknown> = {},
  packs?: readonly PackManifest[],
): Promise<WebHere> {
  const home = path.join(folder, 'home');
  const workspace = path.join(home, 'downloads');
  mkdirSync(home, { recursive: true });
  const before = process.env.HOME;
  process.env.HOME = home;
  const { url, port, token, logged } = await testServer(
    folder,
    { root: [], out: workspace, ...options },
    undefined,
    packs,
  );
  process.env.HOME = before;
  const stderr = () =>
    logged
      .filter((line) => /^(?:warn|error) /.test(line))
      .map((line) => `${line.replace(/^warn /, 'warning: ').replace(/^error /, 'error: ')}\n`)
      .join('');
  return { url, origin: `http://127.0.0.1:${port}`, token, home, workspace, stderr };
}
