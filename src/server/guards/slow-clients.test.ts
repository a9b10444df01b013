import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Refusals } from './refusals.ts';
import { type ClientLimits, slowClientOptions, watchClients } from './slow-clients.ts';

const LIMITS: ClientLimits = { head: 300, request: 400, stalled: 400, connections: 4 };

async function start(listener: RequestListener, limits = LIMITS) {
  const logged: string[] = [];
  const server: Server = createServer(slowClientOptions(limits), listener);
  watchClients(server, limits, new Refusals((_, message) => logged.push(message)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const address = server.address() as AddressInfo;
  return { port: address.port, logged };
}

/** Sends something and gives all that comes back until the connection ends. */
function send(port: number, text: string, more?: (write: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text);
      more?.((next) => void socket.write(next));
    });
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const readAll: RequestListener = (request, response) => {
  let bytes = 0;
  request.on('data', (data) => {
    bytes += data.length;
  });
  request.on('end', () => response.end(`read ${bytes}`));
};

describe('a slow client', () => {
  it('that never finishes its head is sent away', async () => {
    const { port, logged } = await start(readAll);
    const begin = performance.now();
    expect(await send(port, 'GET / HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(logged).toEqual([expect.stringContaining('the head of a request did not arrive in time')]);
  });

  it('that says nothing at all is sent away', async () => {
    const { port } = await start(readAll);
    expect(await send(port, '')).toMatch(/^(?:HTTP\/1\.1 408 .*|)/);
  });

  it('whose body does not arrive is cut off, however often it sends a little', async () => {
    const { port, logged } = await start(readAll);
    const head = 'POST /api/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n';
    const begin = performance.now();
    const answer = await send(port, head, (write) => {
      const drip = setInterval(() => write('x'), 50);
      onTestFinished(() => clearInterval(drip));
    });
    expect(answer).toBe('');
    expect(performance.now() - begin).toBeGreaterThan(350);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(logged).toEqual([expect.stringContaining('the body of a request did not arrive in time')]);
  });

  it('may take longer for an upload, as long as something comes', async () => {
    const { port, logged } = await start(readAll);
    const head =
      'PATCH /api/uploads/tus/a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nConnection: close\r\n\r\n';
    const answer = await send(port, head, async (write) => {
      for (let i = 0; i < 10; i++) {
        await sleep(100);
        write('x');
      }
    });
    expect(answer).toContain('read 10');
    expect(logged).toEqual([]);
  });

  it('that stops in the middle of an upload is cut off', async () => {
    const { port, logged } = await start(readAll);
    const head = 'PATCH /api/uploads/tus/a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nxxx';
    expect(await send(port, head)).toBe('');
    expect(logged).toHaveLength(1);
  });

  it('whose answer takes long is waited for', async () => {
    const { port, logged } = await start(async (_, response) => {
      await sleep(700);
      response.end('late');
    });
    expect(await send(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('late');
    expect(logged).toEqual([]);
  });
});

it('a request that is none gets an answer and is sent away', async () => {
  const { port } = await start(readAll);
  expect(await send(port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await send(port, `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

it('there are only so many connections at once', async () => {
  const { port, logged } = await start(readAll, { ...LIMITS, head: 5000 });
  const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
  });
  await sleep(100);
  expect(await send(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toBe('');
  expect(logged).toEqual([expect.stringContaining('too many connections')]);
  waiting[0]?.destroy();
  await sleep(100);
  expect(await send(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('read 0');
});
