import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
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

  it('that goes on sending a body after its answer is cut off', async () => {
    const { port, logged } = await start((_, response) => response.end('no'));
    const answer = await send(port, 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n', (write) => {
      const drip = setInterval(() => write('x'), 50);
      onTestFinished(() => clearInterval(drip));
    });
    expect(answer).toContain('no');
    expect(logged).toEqual([expect.stringContaining('the body of a request did not arrive in time')]);
  });

  it('that takes nothing of a large answer is cut off, and one that takes it slowly is not', async () => {
    const size = 30_000_000;
    const { port, logged } = await start((_, response) => response.end(Buffer.alloc(size)), {
      ...LIMITS,
      stalled: 1000,
    });
    const ask = (take: (socket: Socket) => void) =>
      new Promise<number>((resolve) => {
        let bytes = 0;
        const socket = connect(port, '127.0.0.1', () => {
          socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
          socket.pause();
          take(socket);
        });
        socket.on('data', (data) => {
          bytes += data.length;
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(bytes));
      });
    const slow = await ask(async (socket) => {
      for (let i = 0; i < 5; i++) {
        await sleep(300);
        socket.resume();
        await sleep(2);
        socket.pause();
      }
      socket.resume();
    });
    expect(slow).toBeGreaterThan(size);
    expect(logged).toEqual([]);
    expect(await ask((socket) => void setTimeout(() => socket.resume(), 3000))).toBeLessThan(size);
    expect(logged).toEqual([expect.stringContaining('an answer was not read in time')]);
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
