import { createServer, type Server } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIRST_PORT } from '../contract/server-options.ts';
import { closeServer, listen } from './listen.ts';

function newServer(): Server {
  const server = createServer((_, response) => response.end('fine'));
  onTestFinished(() => void server.close());
  return server;
}

describe('listening', () => {
  it('takes the first free port where none is asked for', async () => {
    const first = await listen(newServer(), '127.0.0.1', null);
    expect(first).toBeGreaterThanOrEqual(FIRST_PORT);
    const second = await listen(newServer(), '127.0.0.1', null);
    expect(second).toBeGreaterThan(first);
  });

  it('takes any free one for 0', async () => {
    expect(await listen(newServer(), '127.0.0.1', 0)).toBeGreaterThan(1023);
  });

  it('refuses one that is asked for and taken', async () => {
    const port = await listen(newServer(), '127.0.0.1', 0);
    await expect(listen(newServer(), '127.0.0.1', port)).rejects.toMatchObject({
      code: 'port_taken',
      message: `Port ${port} is in use`,
    });
  });

  it('refuses an address that this machine does not have', async () => {
    const refused = expect.objectContaining({
      code: 'usage',
      message: expect.stringContaining('203.0.113.1'),
    });
    await expect(listen(newServer(), '203.0.113.1', 0)).rejects.toEqual(refused);
  });
});

describe('stopping', () => {
  it('lets answers under way end and does not wait for kept connections', async () => {
    const server = createServer((_, response) => void setTimeout(() => response.end('late'), 200));
    const port = await listen(server, '127.0.0.1', 0);
    const answer = fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
    await new Promise((resolve) => setTimeout(resolve, 100));
    const begin = performance.now();
    await closeServer(server);
    expect(await answer).toBe('late');
    expect(performance.now() - begin).toBeLessThan(900);
  });

  it('does not wait for answers without end', async () => {
    const server = createServer((_, response) => void response.write('forever'));
    const port = await listen(server, '127.0.0.1', 0);
    const response = await fetch(`http://127.0.0.1:${port}/`);
    const cut = expect(response.text()).rejects.toThrow();
    await closeServer(server);
    await cut;
  });
});
