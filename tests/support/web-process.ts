import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A running web app. */
export interface WebApp {
  /** Address with the token, as it was printed. */
  readonly url: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly token: string;
  readonly child: ChildProcess;
  /** Folder that counts as the person's home. */
  readonly home: string;
  /** Parent of the run folders. */
  readonly workspace: string;
  /** What it has written on standard error. */
  stderr(): string;
  /** Stops it as Ctrl-C does and waits; returns the exit code. */
  stop(): Promise<number | null>;
}

// Not from cli.ts, which needs the test runner: the benchmark starts the web app too.
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const ADDRESS = /^Framesift: ((http:\/\/127\.0\.0\.1:\d+)\/\?token=(\S+))$/m;

/**
 * Starts the built web app on a free port with a home folder of its own, as a person would.
 * @param folder everything of it lies in there: `home`, `home/downloads`, `uploads`, `logs`
 */
export async function launchWebApp(
  folder: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<WebApp> {
  const home = path.join(folder, 'home');
  const workspace = path.join(home, 'downloads');
  mkdirSync(home, { recursive: true });
  const child = spawn(
    process.execPath,
    [CLI, '--no-open', '--port', '0', '--out', workspace, '--uploads', path.join(folder, 'uploads'), ...args],
    {
      cwd: folder,
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: path.join(folder, 'config'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await ended;
    }
    return child.exitCode;
  };
  const [, url = '', origin = '', token = ''] = await new Promise<RegExpExecArray>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      const found = ADDRESS.exec(stdout);
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the web app ended with ${code}: ${stdout}${stderr}`)));
  });
  return { url, origin, token, child, home, workspace, stderr: () => stderr, stop };
}

/** A call of a route with the token's cookie, outside of a browser. */
export function fetchRoute(
  app: Pick<WebApp, 'origin' | 'token'>,
  route: string,
  init: RequestInit = {},
): Promise<Response> {
  const { port } = new URL(app.origin);
  const headers = new Headers(init.headers);
  headers.set('cookie', `framesift_${port}=${app.token}`);
  return fetch(`${app.origin}/api${route}`, { ...init, headers });
}
