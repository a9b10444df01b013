import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describedRoutes } from '../../src/server/described-routes.ts';
import { temporaryFolder } from '../support/project.ts';
import { call, cookieOf, rawRequest, testServer } from '../support/server.ts';

const ROUTES = describedRoutes().routes.map(({ method, path }) => ({
  method: method === 'ALL' ? 'GET' : method,
  target: path.replace(/:\w+(?:\{.*?\})?/g, '0123456789abcdef'),
}));
const PAGES = [
  '/',
  '/index.html',
  '/icon.svg',
  '/runs/abc/sift',
  '/assets/x.js',
  '/api',
  '/api/nothing',
  '/api/docs',
];

describe('what is asked for without leave', () => {
  it('every route and every file needs the token', async () => {
    const { port, logged } = await testServer(temporaryFolder());
    const host = `127.0.0.1:${port}`;
    const targets = [...ROUTES, ...PAGES.map((target) => ({ method: 'GET', target }))];
    expect(targets.length).toBeGreaterThan(40);
    for (const { method, target } of targets) {
      const { status, headers } = await rawRequest(port, method, target, { host });
      expect([status, headers['set-cookie']], `${method} ${target}`).toEqual([401, undefined]);
      expect(headers['content-security-policy'], target).toContain("default-src 'none'");
    }
    expect(logged.filter((line) => line.includes('token'))).toHaveLength(1);
  });

  it('nobody gets in under another name, whatever they know', async () => {
    const server = await testServer(temporaryFolder());
    const cookie = cookieOf(server);
    for (const { method, target } of ROUTES) {
      const { status } = await rawRequest(server.port, method, target, { cookie, host: 'evil.com' });
      expect(status, `${method} ${target}`).toBe(403);
    }
    expect(server.logged).toHaveLength(1);
  });

  it('no other page gets in, whatever cookie the browser sends along', async () => {
    const server = await testServer(temporaryFolder());
    const own = { cookie: cookieOf(server), host: `127.0.0.1:${server.port}` };
    for (const { method, target } of ROUTES) {
      const { status } = await rawRequest(server.port, method, target, { ...own, origin: 'http://evil.com' });
      expect(status, `${method} ${target}`).toBe(403);
    }
    const other = { ...own, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' };
    expect((await rawRequest(server.port, 'GET', '/api/runs', other)).status).toBe(403);
  });

  it('a connection that talks nonsense or names no host is sent away', async () => {
    const { port } = await testServer(temporaryFolder());
    const answer = (text: string) =>
      new Promise<string>((resolve) => {
        let all = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (data) => {
          all += data;
        });
        socket.on('close', () => resolve(all));
      });
    expect(await answer('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await answer('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 (?:400|403) /);
    expect(
      await answer('GET http://evil.com/ HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1\.1 403 /);
    expect(await answer('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('bodies are bounded, and what breaks a schema is refused in words', async () => {
    const server = await testServer(temporaryFolder());
    const large = await call(server, 'POST', '/runs', { input: 'x'.repeat(9 * 2 ** 20), options: {} });
    expect([large.status, large.body]).toEqual([
      413,
      { error: expect.objectContaining({ code: 'request_too_large' }) },
    ]);
    const refused = [
      await call(server, 'POST', '/runs', { options: {} }),
      await call(server, 'POST', '/runs', { input: 5, options: {} }),
      await call(server, 'GET', '/runs/..%2f..%2fetc'),
      await call(server, 'GET', '/runs/UPPERCASE'),
    ];
    for (const { status, body } of refused) {
      expect([status, body]).toEqual([400, { error: expect.objectContaining({ code: 'request_invalid' }) }]);
    }
    const host = `127.0.0.1:${server.port}`;
    const headers = { host, cookie: cookieOf(server), 'content-type': 'application/json' };
    const broken = await rawRequest(server.port, 'POST', '/api/runs', headers, '{"input": ');
    expect([broken.status, broken.body]).toEqual([400, expect.stringContaining('request_invalid')]);
  });

  it('methods that a route does not have are told', async () => {
    const server = await testServer(temporaryFolder());
    const headers = { cookie: cookieOf(server), host: `127.0.0.1:${server.port}` };
    const ask = (method: string, target: string) => rawRequest(server.port, method, target, headers);
    const options = await ask('OPTIONS', '/api/runs');
    expect([options.status, options.headers.allow]).toEqual([204, 'GET, HEAD, POST']);
    expect(options.headers['access-control-allow-origin']).toBeUndefined();
    expect((await ask('PUT', '/api/runs')).status).toBe(405);
    expect((await ask('POST', '/runs')).status).toBe(405);
    expect((await ask('HEAD', '/api/runs')).status).toBe(200);
    expect((await ask('HEAD', '/api/events')).status).toBe(200);
    expect((await ask('GET', '/api/nothing')).status).toBe(404);
    expect((await ask('TRACE', '/api/runs')).status).toBeGreaterThanOrEqual(400);
  });
});
