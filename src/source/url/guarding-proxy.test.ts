import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { guardingProxy, upstreamProxy } from './guarding-proxy.ts';

async function siteWith(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Asks for an address by way of a proxy; gives the status and the text. */
function through(proxy: string, url: string): Promise<{ status: number; text: string }> {
  const { port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: url,
      headers: { host: new URL(url).host },
      agent: false,
    };
    get(options, (answer: IncomingMessage) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

/** Asks for a tunnel, as for https; gives the first line of the answer. */
function tunnel(proxy: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(proxy).port), '127.0.0.1', () =>
      socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    );
    socket.once('data', (part) => {
      resolve(String(part).split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

async function proxyWith(options: Parameters<typeof guardingProxy>[0] = {}) {
  const proxy = await guardingProxy({ env: {}, ...options });
  onTestFinished(() => proxy.close());
  return proxy;
}

it('lets nothing through to this machine or a private network, by whatever name, and remembers it', async () => {
  let asked = 0;
  const port = await siteWith((_, answer) => {
    asked++;
    answer.end('secret');
  });
  const proxy = await proxyWith({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
  for (const host of ['127.0.0.1', 'localhost', 'rebound.example', '[::1]', '169.254.169.254']) {
    expect((await through(proxy.url, `http://${host}:${port}/`)).status, host).toBe(403);
    expect(await tunnel(proxy.url, `${host}:${port}`), host).toMatch(/^HTTP\/1\.1 403 /);
  }
  expect(asked).toBe(0);
  expect(proxy.refused.map(({ code }) => code)).toEqual(Array(10).fill('url_private'));
});

it('connects to the very address that was looked at, not to a later answer of the resolver', async () => {
  let lookups = 0;
  const resolve = async () => {
    lookups++;
    // Public on paper and reachable by nobody; a second look would lead to this machine.
    return [{ address: lookups === 1 ? '2001:4860:4860::dead' : '127.0.0.1', family: lookups === 1 ? 6 : 4 }];
  };
  const port = await siteWith((_, answer) => answer.end('secret'));
  const proxy = await proxyWith({ resolve });
  const answer = through(proxy.url, `http://rebound.example:${port}/`).catch(() => null);
  // Some networks say at once that nobody is there, others keep still.
  const first = await Promise.race([answer, sleep(2000).then(() => null)]);
  expect([first?.text.includes('secret') ?? false, lookups]).toEqual([false, 1]);
});

it('a name that cannot be resolved is no private address', async () => {
  const proxy = await proxyWith({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  expect((await through(proxy.url, 'http://nothing.invalid/')).status).toBe(502);
  expect(proxy.refused).toEqual([]);
});

it('hands on to the proxy of the environment, which resolves the names', async () => {
  const seen: string[] = [];
  const port = await siteWith((request, answer) => {
    seen.push(request.url ?? '');
    answer.end('from upstream');
  });
  const env = { http_proxy: `http://127.0.0.1:${port}` };
  expect(upstreamProxy(env)).toBe(env.http_proxy);
  const proxy = await proxyWith({ env, resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  expect(await through(proxy.url, 'http://site.example/a')).toEqual({ status: 200, text: 'from upstream' });
  expect(seen).toEqual(['http://site.example/a']);
  expect((await through(proxy.url, 'http://10.0.0.1/')).status).toBe(403);
});
