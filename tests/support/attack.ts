import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { z } from 'zod';
import { cookieOf } from './server.ts';
import type { WebHere } from './web-here.ts';

/** Port of a running web app. */
export const portOf = ({ origin }: WebHere): number => Number(new URL(origin).port);

/** The cookie that lets in. */
export const keyOf = (app: WebHere): string => cookieOf({ port: portOf(app), token: app.token });

/** What came back for bytes that were written to a connection. */
export interface RawAnswer {
  /** Status of the first answer; 0 = none came. */
  readonly status: number;
  /** How many answers came. */
  readonly answers: number;
  readonly text: string;
  /** Whether the server has ended the connection. */
  readonly ended: boolean;
  /** Milliseconds until then, or until it was given up. */
  readonly ms: number;
}

/** How a connection goes on after what was written first. */
export interface RawOptions {
  /** Written again and again until the connection ends. */
  readonly drip?: string;
  /** Time between two drips, milliseconds. */
  readonly every?: number;
  /** Time after which it is given up, milliseconds. */
  readonly patience?: number;
}

/** Writes bytes to a connection of its own, whatever they are, and waits until the server ends it. */
export function sendRaw(
  port: number,
  bytes: string,
  { drip, every = 200, patience = 5000 }: RawOptions = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const begin = performance.now();
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    const dripping = drip === undefined ? undefined : setInterval(() => socket.write(drip), every);
    const finish = (ended: boolean) => {
      clearInterval(dripping);
      clearTimeout(givingUp);
      socket.destroy();
      const found = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)];
      const status = Number(found[0]?.[1] ?? 0);
      resolve({ status, answers: found.length, text, ended, ms: performance.now() - begin });
    };
    const givingUp = setTimeout(() => finish(false), patience);
    socket.setEncoding('latin1').on('data', (part) => {
      text += part;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => finish(true));
  });
}

/** An answer with its body letter by letter, so that nothing in it is hidden by decoding. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is sent besides method and target. */
export interface Asked {
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Connections to take; a new one by default. */
  readonly agent?: Agent;
}

/** Asks a port; of an event stream only what comes first is waited for. */
export function ask(port: number, method: string, target: string, { headers, body, agent }: Asked = {}) {
  return new Promise<Reply>((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, method, path: target, headers: { ...headers }, agent: agent ?? false },
      (answer) => {
        let text = '';
        const finish = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
        const endless = answer.headers['content-type'] === 'text/event-stream';
        answer.setEncoding('latin1').on('data', (part) => {
          text += part;
          if (!endless) return;
          finish();
          asked.destroy();
        });
        answer.on('end', finish).on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Asks as the page does, with the key. */
export function askIn(app: WebHere, method: string, target: string, asked: Asked = {}) {
  const { headers, body } = asked;
  const json = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  const all = { cookie: keyOf(app), ...json, ...headers };
  return ask(portOf(app), method, target, { ...asked, headers: all });
}

const schemaOfJson = z.looseObject({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })).optional(),
  required: z.array(z.string()).optional(),
});
const operationSchema = z.looseObject({
  parameters: z
    .array(z.looseObject({ in: z.string(), name: z.string(), required: z.boolean().optional() }))
    .default([]),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: schemaOfJson })) })
    .optional(),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

/** One operation of the server as its OpenAPI document tells it. */
export interface Operation {
  readonly method: string;
  /** With `{places}`. */
  readonly path: string;
  readonly parameters: readonly { readonly in: string; readonly name: string }[];
  /** Fields of the JSON body with their types; null = no body. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** Every operation that the server tells of. */
export async function operationsOf(app: WebHere): Promise<Operation[]> {
  const { paths } = documentSchema.parse(JSON.parse((await askIn(app, 'GET', '/api/openapi.json')).body));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => {
      const properties = requestBody?.content['application/json']?.schema.properties;
      const fields = properties && Object.entries(properties).map(([name, { type }]) => [name, type]);
      const body: Record<string, unknown> | null = fields ? Object.fromEntries(fields) : null;
      return { method: method.toUpperCase(), path, parameters, body };
    }),
  );
  expect(operations.length).toBeGreaterThan(30);
  return operations;
}

/** Ids of the runs that are listed, by the names of their folders. */
export async function runIds(app: WebHere): Promise<Readonly<Record<string, string>>> {
  const { runs } = JSON.parse((await askIn(app, 'GET', '/api/runs')).body);
  return Object.fromEntries(runs.map(({ name, id }: { name: string; id: string }) => [name, id]));
}

/** An operation's path with something in every place. */
export const filled = ({ path }: Pick<Operation, 'path'>, fill: string): string =>
  path.replace(/\{\w+\}/g, fill);

/** Headers that every answer must carry, so that a browser runs and shows nothing of it elsewhere. */
export const SECURED = {
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; script-src 'self'; (?!.*unsafe-eval).*frame-ancestors 'none'/,
  ),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** Expects the headers of {@link SECURED}, and none that let another page read the answer. */
export function expectSecured({ headers }: Pick<Reply, 'headers'>, what: string): void {
  expect(headers, what).toMatchObject(SECURED);
  const open = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  expect(open, what).toEqual([]);
}

/**
 * After an attack: the server works as before, and has said of each kind of refusal just one line, and nothing else.
 * @param told the kinds, each as often as sources were told
 */
export async function expectUnhurt(app: WebHere, told: readonly string[]): Promise<void> {
  for (const target of ['/', '/api/options', '/api/runs', '/api/files', '/api/presets', '/api/uploads']) {
    expect((await askIn(app, 'GET', target)).status, target).toBe(200);
  }
  const lines = app.stderr().split('\n').slice(0, -1);
  const kinds = lines.map((line) => /^warning: refused \((\w+)\): /.exec(line)?.[1] ?? line);
  expect(kinds.toSorted()).toEqual([...told].sort());
}
