import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import { httpErrorSchema, type ServerEvent } from '../../src/contract/http.ts';
import { KNOWN_PACKS } from '../../src/faces/packs/known-packs.ts';
import type { PackManifest } from '../../src/faces/packs/pack-manifest.ts';
import { AllowedRoots, standardRoots } from '../../src/server/allowed-roots.ts';
import { apiRoutes } from '../../src/server/app.ts';
import { EventHub } from '../../src/server/event-hub.ts';
import type { Runs, ServerContext, ServerSettings } from '../../src/server/server-context.ts';
import type { MaskModelManifest } from '../../src/subject/packs/mask-model-manifest.ts';
import { temporaryFolder } from './project.ts';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

/** Routes over a home folder of their own. */
export interface SourceRoutes {
  readonly home: string;
  readonly settings: ServerSettings;
  /** Everything published so far. */
  readonly events: readonly ServerEvent[];
  readonly request: (route: string, init?: RequestInit) => Promise<Response>;
  /** Listens on a free port until the test ends; gives the address of the routes. */
  readonly listen: () => Promise<string>;
  /** The same routes again, as after a restart of the server. */
  readonly restart: () => SourceRoutes;
}

const none = () => Promise.reject(new Error('no runs here'));
const noRuns: Runs = {
  list: async () => [],
  get: none,
  folderOf: none,
  log: none,
  create: none,
  cancel: none,
  resume: none,
  trash: none,
  restore: none,
};

async function listen(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = createAdaptorServer({ fetch: (request: Request) => fetch(request) });
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`;
}

function routesOver(
  home: string,
  settings: ServerSettings,
  more: readonly string[],
  packs: readonly PackManifest[],
  maskModels: readonly MaskModelManifest[],
): SourceRoutes {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const events: ServerEvent[] = [];
  const hub = new EventHub();
  hub.listen(({ event }) => events.push(event));
  const context: ServerContext = {
    settings,
    roots: new AllowedRoots(
      standardRoots({ home, workspace: settings.workspace, uploads: settings.uploads }, more),
    ),
    runs: noRuns,
    hub,
    programs: rememberedFfmpeg,
    packs,
    maskModels,
    log: () => undefined,
    signal: stop.signal,
  };
  const app = apiRoutes(context);
  return {
    home,
    settings,
    events,
    request: async (route, init) => app.request(`/api${route}`, init),
    listen: () => listen(app.fetch),
    restart: () => routesOver(home, settings, more, packs, maskModels),
  };
}

/**
 * The routes of the server without its guards, over new folders.
 * @param more further roots
 * @param packs models for faces that are known
 * @param maskModels models for subject masks that are known
 */
export function sourceRoutes(
  changed: Partial<ServerSettings> = {},
  more: readonly string[] = [],
  packs: readonly PackManifest[] = KNOWN_PACKS,
  maskModels: readonly MaskModelManifest[] = [],
): SourceRoutes {
  const base = temporaryFolder();
  const home = path.join(base, 'home');
  mkdirSync(home);
  const workspace = path.join(base, 'downloads');
  const settings = {
    workspace,
    presets: path.join(base, 'presets'),
    uploads: path.join(base, 'uploads'),
    state: path.join(workspace, '.framesift'),
    concurrency: 1,
    maxUpload: 1_000_000,
    ...changed,
  };
  return routesOver(home, settings, more, packs, maskModels);
}

/** Code and status of an error answer. */
export async function errorOf(
  response: Response,
): Promise<{ status: number; code: string; message: string; hint: string }> {
  const { error } = httpErrorSchema.parse(await response.json());
  return { status: response.status, ...error };
}
