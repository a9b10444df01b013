/**
 * The local server of Framesift as a library: `import { startServer } from 'framesift/server'`.
 *
 * @packageDocumentation
 */
import { mkdir, realpath, stat } from 'node:fs/promises';
import { homedir, hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import type { ServerOptions } from '../contract/server-options.ts';
import { KNOWN_PACKS } from '../faces/packs/known-packs.ts';
import type { PackManifest } from '../faces/packs/pack-manifest.ts';
import { presetFolder } from '../presets/preset-folder.ts';
import { KNOWN_MASK_MODELS } from '../subject/packs/known-mask-models.ts';
import type { MaskModelManifest } from '../subject/packs/mask-model-manifest.ts';
import { AllowedRoots, standardRoots } from './allowed-roots.ts';
import { EventHub } from './event-hub.ts';
import { foundPrograms } from './found-programs.ts';
import { allowedHosts, serverAddress } from './guards/allowed-hosts.ts';
import { Refusals } from './guards/refusals.ts';
import { CLIENT_LIMITS, type ClientLimits } from './guards/slow-clients.ts';
import { newToken } from './guards/token-guard.ts';
import { httpServer } from './http-server.ts';
import { JOB_ENTRY } from './jobs/job-process.ts';
import { closeServer, listen } from './listen.ts';
import { RunRegistry } from './runs/run-registry.ts';
import { serverApp } from './server-app.ts';
import type { ServerContext, ServerLog, ServerSettings } from './server-context.ts';
import { claimState } from './state-claim.ts';
import { WEB_FOLDER } from './web-files.ts';

/** How a server is to be started. */
export interface StartSettings {
  /** Validated options, see `SERVER_OPTIONS`; `open` is the caller's business. */
  readonly options: ServerOptions;
  /** Folder of the saved presets; the usual one by default. */
  readonly presets?: string;
  /** Takes what the server has to say; nobody by default. */
  readonly log?: ServerLog;
  /** Folder of the built web app. */
  readonly web?: string;
  /** Patience with slow clients. */
  readonly limits?: ClientLimits;
  /** Models for faces that are offered, the usual ones first; all that are known by default. */
  readonly packs?: readonly PackManifest[];
  /** Models for subject masks that are offered, the usual one first; all that are known by default. */
  readonly maskModels?: readonly MaskModelManifest[];
}

/** A server that listens. */
export interface RunningServer {
  /** Address to open, with the token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends all runs, which save their state, and stops. */
  close(): Promise<void>;
}

const usualPresets = () => presetFolder({ env: process.env, platform: process.platform, home: homedir() });

function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [...addresses.map(({ address }) => address), hostname()];
}

async function readyFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return await realpath(folder);
  } catch (thrown) {
    throw toFileError(thrown, folder);
  }
}

async function checkRoot(root: string): Promise<void> {
  const facts = await stat(root).catch(() => null);
  if (!facts?.isDirectory()) throw new AppError('input_missing', { path: root });
}

async function settingsOf({ options, presets }: StartSettings): Promise<ServerSettings> {
  const workspace = await readyFolder(path.resolve(options.out));
  return {
    workspace,
    presets: presets ?? usualPresets(),
    uploads: path.resolve(options.uploads),
    state: path.join(workspace, '.framesift'),
    concurrency: options.concurrency,
    maxUpload: Math.round(options.maxUpload * 1e9),
  };
}

/**
 * Starts the server of the web app.
 * @throws AppError `port_taken`, `usage` for an address that this machine does not have, `input_missing` for a root,
 * `output_unwritable` for the workspace
 */
export async function startServer(wanted: StartSettings): Promise<RunningServer> {
  const { options, log = () => undefined, web = WEB_FOLDER } = wanted;
  const { limits = CLIENT_LIMITS, packs = KNOWN_PACKS, maskModels = KNOWN_MASK_MODELS } = wanted;
  const more = options.root.map((root) => path.resolve(root));
  for (const root of more) await checkRoot(root);
  const settings = await settingsOf(wanted);
  const refusals = new Refusals(log);
  let answer = (_request: Request, _env: object): Response | Promise<Response> =>
    new Response(null, { status: 503 });
  const server = httpServer((request, env) => answer(request, env), limits, refusals);
  const port = await listen(server, options.host, options.port);

  const controller = new AbortController();
  const hub = new EventHub();
  const roots = new AllowedRoots(standardRoots({ home: homedir(), ...settings }, more));
  const programs = foundPrograms();
  const claim = await claimState(settings.state, log);
  const runs = new RunRegistry({
    ...{ settings, roots, hub, programs, packs, log },
    keepQueue: claim !== null,
    jobEntry: JOB_ENTRY,
  });
  await runs.start();
  const unfinished = new Set<Promise<void>>();
  const { signal } = controller;
  const context: ServerContext = {
    ...{ settings, roots, runs, hub, programs, packs, maskModels, log, signal, unfinished },
  };
  const token = newToken();
  const hosts = allowedHosts(options.host, port, ownNames());
  const app = serverApp(context, { hosts, token, cookie: `framesift_${port}`, refusals }, web);
  answer = (request, env) => app.fetch(request, env);
  let closing: Promise<void> | null = null;
  const close = async () => {
    controller.abort();
    const closed = closeServer(server);
    await runs.stop();
    await Promise.allSettled([...unfinished]);
    await claim?.();
    await closed;
  };
  return {
    url: `${serverAddress(options.host, port)}/?token=${token}`,
    port,
    token,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
