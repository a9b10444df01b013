import { type ChildProcess, spawn } from 'node:child_process';
import { type ClientRequest, get, type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { resolveOptions, SERVER_OPTIONS } from '../../dist/index.js';
import { type RunningServer, startServer } from '../../dist/server.js';
import type { RunDetail, RunSummary, ServerEvent } from '../../src/contract/http.ts';
import type { PackManifest } from '../../src/faces/packs/pack-manifest.ts';
import type { ClientLimits } from '../../src/server/guards/slow-clients.ts';
import { CLI } from './cli.ts';

/** An answer of the server. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: IncomingMessage['headers'];
}

/** How to reach a server. */
export interface Access {
  readonly port: number;
  readonly token: string;
}

/** Cookie of a server. */
export const cookieOf = ({ port, token }: Access): string => `framesift_${port}=${token}`;

/** Sends any request, also ones that `fetch` would not send; the body comes as text. */
export function rawRequest(
  port: number,
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer<string>> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, method, path: target, headers, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/** Calls a route as the page does. */
export async function call<T>(
  access: Access,
  method: string,
  route: string,
  body?: unknown,
): Promise<Answer<T>> {
  const headers = {
    cookie: cookieOf(access),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await rawRequest(access.port, method, `/api${route}`, headers, text);
  return { ...answer, body: answer.body === '' ? null : JSON.parse(answer.body) };
}

/** What a stream of events has brought so far. */
export interface EventTap {
  readonly events: { readonly id: string; readonly event: ServerEvent }[];
  /** Resolves with the first event that fits, also one that is there already. */
  until(fits: (event: ServerEvent) => boolean): Promise<ServerEvent>;
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

function parseBlock(block: string): { id: string; event: ServerEvent }[] {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const data = field('data');
  return data === undefined ? [] : [{ id: field('id') ?? '', event: JSON.parse(data) }];
}

/** Listens to the events of a server. Resolves when the stream is open. */
export function tapEvents(access: Access, route = '/events', lastEventId?: string): Promise<EventTap> {
  const headers = {
    cookie: cookieOf(access),
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  return new Promise((resolve, reject) => {
    const events: EventTap['events'] = [];
    let ended = () => {};
    const end = new Promise<void>((done) => {
      ended = done;
    });
    const until = async (fits: (event: ServerEvent) => boolean): Promise<ServerEvent> => {
      for (const begin = Date.now(); Date.now() - begin < 30_000; await sleep(10)) {
        const found = events.find(({ event }) => fits(event));
        if (found) return found.event;
      }
      throw new Error(`no such event among ${events.length}`);
    };
    const asked: ClientRequest = get(
      { host: '127.0.0.1', port: access.port, path: `/api${route}`, headers, agent: false },
      (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`status ${answer.statusCode}`));
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => {
          text += part;
          const blocks = text.split('\n\n');
          text = blocks.pop() ?? '';
          events.push(...blocks.flatMap(parseBlock));
        });
        answer.on('close', ended);
        answer.on('error', () => undefined);
        resolve({ events, until, ended: end, close: () => asked.destroy() });
      },
    );
    asked.on('error', reject);
    onTestFinished(() => void asked.destroy());
  });
}

/** Waits until a run has ended, or is in one of the given states. */
export async function untilState(
  access: Access,
  id: string,
  states: readonly string[] = ['done', 'cancelled', 'failed', 'interrupted'],
): Promise<RunDetail> {
  for (const begin = Date.now(); ; await sleep(25)) {
    const { body } = await call<RunDetail>(access, 'GET', `/runs/${id}`);
    if (states.includes(body.state)) return body;
    if (Date.now() - begin > 40_000) throw new Error(`the run is still ${body.state}`);
  }
}

/** Asks for a run of a clip. */
export async function askRun(
  access: Access,
  input: string,
  options: Record<string, unknown> = {},
): Promise<RunSummary> {
  const { status, body } = await call<RunSummary>(access, 'POST', '/runs', { input, options });
  if (status !== 200) throw new Error(`refused: ${JSON.stringify(body)}`);
  return body;
}

/** A server in this process, whose files lie in one folder. */
export interface TestServer extends RunningServer {
  readonly folder: string;
  readonly workspace: string;
  readonly logged: readonly string[];
}

/**
 * Starts the built server in this process; it ends with the test. Everything below the folder may be shown.
 * @param options of the server, by camelCase name
 * @param limits patience with slow clients; the usual one by default
 * @param packs models for faces that are offered; all that are known by default
 */
export async function testServer(
  folder: string,
  options: Record<string, unknown> = {},
  limits?: ClientLimits,
  packs?: readonly PackManifest[],
): Promise<TestServer> {
  const logged: string[] = [];
  const workspace = path.join(folder, 'downloads');
  const resolved = resolveOptions(SERVER_OPTIONS, {
    port: 0,
    root: [folder],
    out: workspace,
    uploads: path.join(folder, 'uploads'),
    ...options,
  });
  const server = await startServer({
    options: resolved,
    presets: path.join(folder, 'presets'),
    log: (level, message) => logged.push(`${level} ${message}`),
    ...(limits && { limits }),
    ...(packs && { packs }),
  });
  onTestFinished(() => server.close());
  return { ...server, folder, workspace, logged };
}

/** The program serving in a process of its own. */
export interface ServingProgram extends Access {
  readonly child: ChildProcess;
  readonly url: string;
  readonly end: Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
  }>;
}

/** Starts `framesift` without a command; resolves when it has printed its address, or throws what it said. */
export function serve(
  cwd: string,
  args: readonly string[] = ['--port', '0', '--root', cwd],
  env: Record<string, string> = {},
): Promise<ServingProgram> {
  const child = spawn(process.execPath, [CLI, '--no-open', ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  return new Promise((resolve, reject) => {
    const end = new Promise<Awaited<ServingProgram['end']>>((done) => {
      child.once('close', (code, signal) => {
        done({ code, signal, stdout, stderr });
        reject(new Error(`ended with ${code ?? signal}: ${stderr}`));
      });
    });
    child.stdout.on('data', (part) => {
      stdout += part;
      const [, url, port, token] = /^Framesift: (http:\/\/\S+?:(\d+)\/\?token=(\S+))\n/.exec(stdout) ?? [];
      if (url && token) resolve({ child, url, port: Number(port), token, end });
    });
  });
}
