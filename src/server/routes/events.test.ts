import { Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { expect, it, onTestFinished } from 'vitest';
import { NO_RUNS } from '../described-routes.ts';
import { EventHub } from '../event-hub.ts';
import { MOST_PENDING } from '../event-streams.ts';
import { listen } from '../listen.ts';
import { eventsRoutes } from './events.ts';

async function start() {
  const hub = new EventHub();
  const logged: string[] = [];
  const routes = eventsRoutes({
    hub,
    runs: NO_RUNS,
    log: (_, message) => logged.push(message),
    signal: new AbortController().signal,
  });
  const server = createAdaptorServer({ fetch: routes.fetch });
  if (!(server instanceof Server)) throw new Error('no HTTP/1.1 server');
  const port = await listen(server, '127.0.0.1', 0);
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  return { hub, logged, port };
}

/** A client that has asked for the events. */
function client(port: number) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return socket;
}

it('a client that reads nothing is cut off; the others hear everything', async () => {
  const { hub, logged, port } = await start();
  let heard = 0;
  client(port).on('data', (data: Buffer) => {
    heard += data.length;
  });
  const stuck = client(port).pause();
  for (let tries = 0; tries < 200 && heard === 0; tries++) await sleep(10);
  const closed = new Promise<void>((resolve) => stuck.on('close', () => resolve()));
  const message = 'x'.repeat(100_000);
  let sent = 0;
  // The system itself takes some megabytes off our hands.
  while (logged.length === 0 && sent < 10 * MOST_PENDING) {
    hub.publish({
      type: 'run-event',
      id: 'aaaaaaaa',
      at: '',
      event: { event: 'log', level: 'info', message },
    });
    sent += message.length;
    await sleep(1);
  }
  expect(logged).toEqual(['an event stream was cut: its client reads too slowly']);
  expect(sent).toBeGreaterThan(MOST_PENDING);
  stuck.resume();
  await closed;
  for (let tries = 0; tries < 500 && heard < sent; tries++) await sleep(10);
  expect(heard).toBeGreaterThan(sent);
});

it('a client that goes away is forgotten', async () => {
  const { hub, port } = await start();
  const socket = client(port);
  for (let tries = 0; tries < 200 && !hub.isHeard; tries++) await sleep(10);
  expect(hub.isHeard).toBe(true);
  socket.destroy();
  for (let tries = 0; tries < 200 && hub.isHeard; tries++) await sleep(10);
  expect(hub.isHeard).toBe(false);
});
