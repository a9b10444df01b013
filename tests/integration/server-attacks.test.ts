import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ask,
  askIn,
  expectSecured,
  expectUnhurt,
  filled,
  keyOf,
  operationsOf,
  portOf,
  runIds,
  sendRaw,
} from '../support/attack.ts';
import { makeRun } from '../support/made-run.ts';
import { ROOT, temporaryFolder } from '../support/project.ts';
import { startWebHere, type WebHere } from '../support/web-here.ts';

const ID = '0123456789abcdef';

/** Every operation, and every file of the page. */
async function targetsOf(app: WebHere): Promise<{ method: string; target: string }[]> {
  const web = path.join(ROOT, 'dist/web');
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' });
  const pages = ['', 'runs', 'api/docs', 'api/openapi.json', 'api', 'api/nothing', '../cli.js', ...files];
  const operations = (await operationsOf(app)).map(({ method, path: place }) => ({
    method,
    target: filled({ path: place }, ID),
  }));
  const tus = ['POST /api/uploads/tus', `PATCH /api/uploads/tus/${ID}`, `HEAD /api/uploads/tus/${ID}`];
  return [
    ...operations,
    ...pages.map((page) => ({ method: 'GET', target: `/${page}` })),
    ...tus.map((line) => ({ method: line.split(' ')[0] ?? '', target: line.split(' ')[1] ?? '' })),
  ];
}

describe('who has no key', () => {
  it('gets nothing of any route or file, whatever else they show', async () => {
    const app = await startWebHere(temporaryFolder());
    const other = await startWebHere(temporaryFolder());
    const [port, { token }] = [portOf(app), app];
    const name = `framesift_${port}`;
    const wrong: { query?: string; headers?: Record<string, string> }[] = [
      {},
      { headers: { cookie: '' } },
      { headers: { cookie: name } },
      { headers: { cookie: `${name}=` } },
      { headers: { cookie: `${name}=${token.slice(0, -1)}` } },
      { headers: { cookie: `${name}=${token}x` } },
      { headers: { cookie: `${name}=${token.toLowerCase()}` } },
      { headers: { cookie: `${name}=${other.token}` } },
      { headers: { cookie: keyOf(other) } },
      { headers: { cookie: `framesift=${token}; ${name}x=${token}; __proto__=${token}` } },
      { headers: { authorization: `Bearer ${token}`, 'x-token': token, referer: app.url } },
      { query: 'token=' },
      { query: `token=${other.token}` },
      { query: 'token[]=x&token=undefined&token=null' },
      { query: `Token=${token}` },
    ];
    for (const { method, target } of await targetsOf(app)) {
      for (const { query, headers = {} } of wrong) {
        const asked = query === undefined ? target : `${target}?${query}`;
        const reply = await ask(port, method, asked, { headers });
        expect([reply.status, reply.headers['set-cookie']], `${method} ${asked}`).toEqual([401, undefined]);
        expectSecured(reply, `${method} ${asked}`);
      }
    }
    await expectUnhurt(app, ['token']);
    // A key that is right counts once: what stands beside it neither helps nor harms.
    const both = await ask(port, 'GET', `/api/runs?token=${other.token}`, {
      headers: { cookie: keyOf(app) },
    });
    expect([both.status, both.headers.location]).toEqual([303, '/api/runs']);
    const two = { cookie: `${name}=${other.token}; ${keyOf(other)}` };
    expect((await ask(port, 'GET', `/?token=${token}`, { headers: two })).headers['set-cookie']).toEqual([
      `${keyOf(app)}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
    await expectUnhurt(other, []);
  });
});

describe('who knows the key', () => {
  it('gets nothing under a name that is not the server’s own', async () => {
    const app = await startWebHere(temporaryFolder());
    const port = portOf(app);
    const names = [
      ...['evil.com', 'localhost.evil.com', '127.0.0.1.nip.io', 'localhost.', '0.0.0.0', '127.0.0.2'],
      ...['2130706433', '0x7f.1', '127.1', '[::]', '[::ffff:127.0.0.1]', 'x@127.0.0.1', 'lоcalhost'],
    ].map((name) => `${name}:${port}`);
    const hosts = [...names, '127.0.0.1', `localhost:${port + 1}`, `127.0.0.1:${port}.evil.com`];
    const own = `127.0.0.1:${port}`;
    const end = `Cookie: ${keyOf(app)}\r\nConnection: close\r\n\r\n`;
    const heads = [
      ...hosts.map((host) => `GET /api/runs HTTP/1.1\r\nHost: ${host}\r\n`),
      `GET /api/runs HTTP/1.1\r\nHost: ${own}\r\nHost: evil.com\r\n`,
      `GET /api/runs HTTP/1.1\r\nHost: evil.com\r\nHost: ${own}\r\n`,
      `GET http://evil.com/api/runs HTTP/1.1\r\nHost: ${own}\r\n`,
      `GET http://${own}@evil.com/api/runs HTTP/1.1\r\nHost: ${own}\r\n`,
      `GET http://${own}/api/runs HTTP/1.1\r\nHost: evil.com\r\n`,
      `POST http://evil.com:${port}/api/runs HTTP/1.1\r\nHost: ${own}\r\nContent-Length: 0\r\n`,
      'GET /api/runs HTTP/1.1\r\n',
      'GET /api/runs HTTP/1.1\r\nHost:\r\n',
      'GET /api/runs HTTP/1.0\r\n',
      `GET /api/runs HTTP/1.0\r\nX-Forwarded-Host: ${own}\r\nForwarded: host=${own}\r\n`,
    ];
    for (const head of [...heads, ...heads]) {
      const { status, text, ended } = await sendRaw(port, `${head}${end}`);
      expect([[400, 403].includes(status), ended], head).toEqual([true, true]);
      expect(text, head).not.toContain('"runs"');
      expect(text, head).toContain('content-security-policy: ');
    }
    const lines = app.stderr().split('\n').slice(0, -1);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeLessThanOrEqual(heads.length);
    expect(lines.filter((line) => line.includes('from "evil.com"'))).toHaveLength(1);
    const kinds = lines.map((line) => (line.includes('(malformed)') ? 'malformed' : 'host'));
    expect(kinds.filter((kind) => kind === 'malformed')).toHaveLength(1);
    await expectUnhurt(app, kinds);
    const absolute = await sendRaw(port, `GET ${app.origin}/api/runs HTTP/1.1\r\nHost: ${own}\r\n${end}`);
    expect(absolute.status).toBe(200);
  });

  it('gets nothing through a page of another place', async () => {
    const app = await startWebHere(temporaryFolder());
    const port = portOf(app);
    const origins = [
      ...['http://evil.com', 'null', 'file://', `http://localhost:${port}`, `https://127.0.0.1:${port}`],
      ...[`http://127.0.0.1:${port + 1}`, 'http://127.0.0.1', `${app.origin}.evil.com`, `${app.origin}/`],
      ...[`${app.origin}, http://evil.com`, `http://evil.com#${app.origin}`, app.origin.toUpperCase()],
    ].map((origin) => ({ origin }));
    const fetched = [
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'object' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'websocket', upgrade: 'websocket' },
      { 'sec-fetch-site': 'nonsense' },
    ];
    const preflight = {
      'access-control-request-method': 'PUT',
      'access-control-request-private-network': 'true',
    };
    for (const more of [...origins, ...fetched]) {
      const headers = { ...preflight, ...more };
      for (const [method, target] of [
        ['GET', '/api/files'],
        ['GET', `/?token=${app.token}`],
        ['POST', '/api/runs'],
        ['PUT', '/api/presets/mine'],
        ['DELETE', `/api/runs/${ID}`],
        ['OPTIONS', '/api/presets/mine'],
        ['POST', '/api/uploads/tus'],
      ] as const) {
        const reply = await askIn(app, method, target, { headers });
        const what = `${method} ${target} ${JSON.stringify(more)}`;
        expect([reply.status, reply.headers['set-cookie']], what).toEqual([403, undefined]);
        expectSecured(reply, what);
      }
    }
    // More headers than Node keeps by default would hide those behind them.
    const head = `GET /api/files HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${keyOf(app)}\r\n`;
    const hidden = `${head}${'a:b\r\n'.repeat(2500)}Origin: http://evil.com\r\nConnection: close\r\n\r\n`;
    expect((await sendRaw(port, hidden)).status).toBe(403);
    const lines = app.stderr().split('\n').slice(0, -1);
    expect(new Set(lines).size).toBe(lines.length);
    await expectUnhurt(
      app,
      Array.from({ length: lines.length }, () => 'origin'),
    );
    expect(lines.length).toBeLessThanOrEqual(origins.length + fetched.length);
  });

  it('cannot smuggle: what breaks the rules of HTTP is refused, and what stands behind it not read', async () => {
    const app = await startWebHere(temporaryFolder());
    const port = portOf(app);
    const own = `Host: 127.0.0.1:${port}\r\nCookie: ${keyOf(app)}\r\n`;
    const next = `GET /api/options HTTP/1.1\r\n${own}Connection: close\r\n\r\n`;
    const post = `POST /api/runs HTTP/1.1\r\n${own}Content-Type: application/json\r\n`;
    const broken = [
      `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${next}`,
      `${post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${next}`,
      `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${next}`,
      `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${next}`,
      `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${next}`,
      `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n${next}`,
      `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n${next}`,
      `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x${next}`,
      ...['-1', '+2', '0x2', '2 2', '1e1', '9'.repeat(40)].map(
        (length) => `${post}Content-Length: ${length}\r\n\r\n{}${next}`,
      ),
      `GET /api/runs HTTP/1.1\r\n${own}X: a\r\n b\r\n\r\n${next}`,
      `GET /api/runs HTTP/1.1\r\n${own}X: a\0b\r\n\r\n${next}`,
      `GET /api/runs HTTP/1.1\r\n${own}X y: z\r\n\r\n${next}`,
      `GET /api/runs HTTP/1.1\n${own}\r\n${next}`,
      `GET /api/runs HTTP/9.9\r\n${own}\r\n${next}`,
      `GET  HTTP/1.1\r\n${own}\r\n${next}`,
      `GET @evil.com/api/runs HTTP/1.1\r\n${own}\r\n${next}`,
      `GET /api/files?path=/\xff\xfe HTTP/1.1\r\n${own}\r\n${next}`,
      `get /api/runs HTTP/1.1\r\n${own}\r\n${next}`,
      `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${next}`,
      `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${next}`,
    ];
    for (const bytes of [...broken, ...broken]) {
      const { status, answers, ended, text } = await sendRaw(port, bytes);
      expect([status, answers, ended], JSON.stringify(bytes.slice(0, 200))).toEqual([400, 1, true]);
      expect(text.split('\r\n\r\n')[1], 'nothing but the status').toBe('');
    }
    // These can be read, but name no place of the server; whoever sends them is answered like anybody.
    for (const line of ['OPTIONS * HTTP/1.1', 'GET /api\\runs HTTP/1.1', 'GET http:// HTTP/1.1']) {
      const { status, text } = await sendRaw(port, `${line}\r\n${own}Connection: close\r\n\r\n`);
      expect([status, text.includes('content-security-policy: ')], line).toEqual([400, true]);
    }
    const tunnel = await sendRaw(port, `CONNECT 127.0.0.1:${port} HTTP/1.1\r\n${own}\r\n${next}`);
    expect([tunnel.answers, tunnel.ended]).toEqual([0, true]);
    const upgrade = `GET /api/options HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n`;
    expect((await sendRaw(port, upgrade, { patience: 300 })).status).toBe(401);
    await expectUnhurt(app, ['malformed', 'token']);
  });

  it('finds no method that a route does not have', async () => {
    const app = await startWebHere(temporaryFolder());
    const operations = await operationsOf(app);
    const methods = new Map<string, string[]>();
    for (const { path: place, method } of operations)
      methods.set(place, [...(methods.get(place) ?? []), method]);
    for (const [place, known] of methods) {
      const target = filled({ path: place }, ID);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH']) {
        if (known.includes(method) || (place === '/api/uploads/{id}' && method === 'POST')) continue;
        const reply = await askIn(app, method, target, {
          headers: { 'x-http-method-override': known[0] ?? '', 'x-method-override': known[0] ?? '' },
        });
        const allowed = known.flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
        expect([reply.status, reply.headers.allow?.split(', ').sort()], `${method} ${target}`).toEqual([
          405,
          allowed.sort(),
        ]);
        expectSecured(reply, `${method} ${target}`);
      }
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PROPFIND']) {
      expect((await askIn(app, method, '/index.html')).status, method).toBeGreaterThanOrEqual(404);
      expect((await askIn(app, method, '/')).status, method).toBe(405);
    }
    await expectUnhurt(app, []);
  });
});

it('every kind of answer keeps the page apart from all others', async () => {
  const app = await startWebHere(temporaryFolder());
  await makeRun(app.workspace, { records: 5, pictures: 5, rejected: 0, errors: 0 });
  const run = `/api/runs/${(await runIds(app)).made}`;
  const asset = readdirSync(path.join(ROOT, 'dist/web/assets')).find((name) => name.endsWith('.js'));
  const { headers } = await askIn(app, 'GET', `${run}/frames/0/picture`);
  const tus = { 'tus-resumable': '1.0.0', 'upload-length': '5' };
  const cases: [status: number, method: string, target: string, headers?: Record<string, string>][] = [
    [200, 'GET', '/'],
    [200, 'HEAD', '/'],
    [200, 'GET', `/assets/${asset}`],
    [200, 'GET', '/runs/x/sift'],
    [200, 'GET', '/api/docs'],
    [200, 'GET', `${run}/records`],
    [200, 'GET', `${run}/records`, { 'accept-encoding': 'br, gzip' }],
    [200, 'GET', `${run}/frames/0`],
    [200, 'GET', `${run}/frames/0/thumbnail`],
    [304, 'GET', `${run}/frames/0/picture`, { 'if-none-match': headers.etag ?? '' }],
    [200, 'GET', '/api/events'],
    [200, 'GET', `${run}/events`],
    [201, 'POST', '/api/uploads/tus', tus],
    [204, 'OPTIONS', '/api/uploads/tus'],
    [204, 'OPTIONS', '/api/runs'],
    [303, 'GET', `/?token=${app.token}`],
    [400, 'GET', '/api/runs/x'],
    [400, 'PUT', '/api/presets/x'],
    [401, 'GET', '/', { cookie: '', accept: 'text/html' }],
    [403, 'GET', '/api/files?path=%2Fetc'],
    [403, 'GET', '/', { host: 'evil.com' }],
    [404, 'GET', '/nothing.js'],
    [404, 'GET', `${run}/frames/9`],
    [404, 'HEAD', `/api/uploads/tus/${'0'.repeat(32)}`, tus],
    [405, 'PUT', '/api/runs'],
    [412, 'POST', '/api/uploads/tus'],
  ];
  for (const [status, method, target, more = {}] of cases) {
    const reply = await askIn(app, method, target, { headers: more });
    expect(reply.status, `${method} ${target}`).toBe(status);
    expectSecured(reply, `${method} ${target}`);
    expect(reply.headers, target).not.toHaveProperty('x-powered-by');
    expect(reply.headers, target).not.toHaveProperty('server');
  }
  await expectUnhurt(app, ['host', 'path', 'token']);
});
