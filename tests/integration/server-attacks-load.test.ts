import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RUN_FILES } from '../../src/contract/run-files.ts';
import type { ClientLimits } from '../../src/server/guards/slow-clients.ts';
import {
  askIn,
  expectUnhurt,
  filled,
  keyOf,
  operationsOf,
  portOf,
  runIds,
  sendRaw,
} from '../support/attack.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { call, cookieOf, testServer } from '../support/server.ts';
import { startWebApp, type WebApp } from '../support/web-app.ts';
import { startWebHere, type WebHere } from '../support/web-here.ts';

const ID = '0123456789abcdef';

/** A client that sends something and then reads nothing until it is told to. */
async function silentClient(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.pause().on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(text);
  return socket;
}

/** Reads what a silent client has been sent until the connection ends, or nothing has come for a while. */
function readRest(socket: Socket): Promise<{ bytes: number; ended: boolean }> {
  return new Promise((resolve) => {
    let bytes = 0;
    socket.on('data', (data) => {
      bytes += data.length;
    });
    socket.on('close', () => resolve({ bytes, ended: true }));
    socket.setTimeout(1500, () => resolve({ bytes, ended: false }));
    socket.resume();
  });
}

/** Memory that a process holds, megabytes (Linux; 0 elsewhere). */
function memoryOf({ child }: WebApp): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}

async function firstRun(app: WebHere): Promise<string> {
  return Object.values(await runIds(app))[0] ?? '';
}

describe('too much', () => {
  it('of a body is refused by every route that takes one, of a head by all', async () => {
    const app = await startWebHere(temporaryFolder());
    const port = portOf(app);
    const taking = (await operationsOf(app)).filter(({ body }) => body !== null);
    expect(taking.length).toBeGreaterThan(5);
    const own = `Host: 127.0.0.1:${port}\r\nCookie: ${keyOf(app)}\r\nContent-Type: application/json\r\n`;
    const megabyte = `{"a":"${'x'.repeat(2 ** 20)}"}`;
    const chunk = `${megabyte.length.toString(16)}\r\n${megabyte}\r\n`;
    const large = taking.flatMap(({ method, path: place }) => {
      const line = `${method} ${filled({ path: place }, ID)} HTTP/1.1\r\n${own}`;
      const most = place.endsWith('/review') ? 128 : place.endsWith('/faces/pictures') ? 64 : 8;
      const told = `${line}Content-Length: ${(most + 1) * 2 ** 20}\r\n\r\n{`;
      return most > 8 ? [told] : [told, `${line}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(9)}`];
    });
    const answers = await Promise.all(large.map((bytes) => sendRaw(port, bytes)));
    for (const [i, { status, text, ended }] of answers.entries()) {
      const [line = ''] = large[i]?.split('\r\n') ?? [];
      expect([status, ended, text.includes('request_too_large')], line).toEqual([413, true, true]);
    }
    for (const head of [
      `GET /api/runs HTTP/1.1\r\n${own}X: ${'x'.repeat(20_000)}\r\n\r\n`,
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${own}\r\n`,
      `GET /api/runs HTTP/1.1\r\n${own}${'a:\r\n'.repeat(20_000)}\r\n`,
      `GET /api/runs HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${'a=b;'.repeat(5000)}\r\n\r\n`,
    ]) {
      const { status, ended } = await sendRaw(port, head);
      expect([status, ended], head.slice(0, 60)).toEqual([431, true]);
    }
    await expectUnhurt(app, ['size']);
  });

  it('of nesting or the wrong shape is refused in words', async () => {
    const app = await startWebHere(temporaryFolder());
    const nested = `{"input":"a","options":${'['.repeat(500_000)}${']'.repeat(500_000)}}`;
    const proto = '{"input":"/x","options":{"__proto__":{"method":"all"},"constructor":1}}';
    for (const body of [nested, proto, 'null', '[]', '"x"', '{', '']) {
      const { status } = await askIn(app, 'POST', '/api/runs', { body });
      expect([400, 403, 422], body.slice(0, 80)).toContain(status);
    }
    await expectUnhurt(app, []);
  });

  it('of connections keeps nobody out who comes later', async () => {
    const app = await startWebHere(temporaryFolder());
    const port = portOf(app);
    const crowd = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    onTestFinished(() => {
      for (const socket of crowd) socket.destroy();
    });
    await expect.poll(() => app.stderr()).toContain('too many connections at once');
    for (const socket of crowd) socket.destroy();
    await expect.poll(() => askIn(app, 'GET', '/api/runs').catch(() => null)).toMatchObject({ status: 200 });
    await expectUnhurt(app, ['slow']);
  });
});

describe('a client that goes away', () => {
  it('in the middle of what it sends or reads is nobody’s failure', async () => {
    const app = await startWebHere(temporaryFolder());
    const { folder } = await makeRun(app.workspace, { records: 3000, pictures: 3, rejected: 0, errors: 0 });
    truncateSync(path.join(folder, 'frame_000001.jpg'), 40_000_000);
    const run = `/api/runs/${await firstRun(app)}`;
    const own = `Host: 127.0.0.1:${portOf(app)}\r\nCookie: ${keyOf(app)}\r\n`;
    const heads = [
      `POST /api/runs HTTP/1.1\r\n${own}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"inp`,
      `PUT /api/presets/x HTTP/1.1\r\n${own}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"opt`,
      `PATCH ${run}/review HTTP/1.1\r\n${own}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
      ...['records', 'frames/1/picture', 'frames/2/thumbnail', 'events'].map(
        (place) => `GET ${run}/${place} HTTP/1.1\r\n${own}\r\n`,
      ),
      `GET ${run}/records HTTP/1.1\r\n${own}Accept-Encoding: br\r\n\r\n`,
      `GET /api/features HTTP/1.1\r\n${own}\r\n`,
      `GET /api/files?path=${app.home} HTTP/1.1\r\n${own}\r\n`,
    ];
    for (const pause of [0, 1, 5, 30]) {
      const sockets = await Promise.all(heads.map((head) => silentClient(portOf(app), head)));
      await sleep(pause);
      for (const [i, socket] of sockets.entries()) i % 2 ? socket.destroy() : socket.resetAndDestroy();
    }
    await sleep(200);
    await expectUnhurt(app, []);
  });
});

describe('a slow client', () => {
  it('is sent away in the time that the program gives, and others are not kept waiting', async () => {
    const app = await startWebHere(temporaryFolder());
    const port = portOf(app);
    const own = `Host: 127.0.0.1:${port}\r\n`;
    const patience = 20_000;
    const drip = 'a: b\r\n';
    const slow = Promise.all([
      ...Array.from({ length: 20 }, () => sendRaw(port, `GET / HTTP/1.1\r\n${own}`, { drip, patience })),
      sendRaw(port, '', { patience }),
      sendRaw(port, 'G', { patience }),
      sendRaw(port, `GET / HTTP/1.1\r\n${own}\r\nGET / HTTP/1.1\r\n`, { drip, every: 1000, patience }),
    ]);
    // Without a key the body is not waited for.
    const unread = await sendRaw(port, `POST /api/runs HTTP/1.1\r\n${own}Content-Length: 999999\r\n\r\n`, {
      drip: 'x',
    });
    expect([unread.status, unread.ended]).toEqual([401, true]);
    let isOver = false;
    void slow.finally(() => {
      isOver = true;
    });
    let slowest = 0;
    for (; !isOver; await sleep(100)) {
      const begin = performance.now();
      expect((await askIn(app, 'GET', '/api/runs')).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - begin);
    }
    expect(slowest).toBeLessThan(3000);
    for (const { text, ended, ms } of await slow) {
      expect(text).toMatch(/HTTP\/1\.1 408 [^\r]*\r\nConnection: close\r\n\r\n$/);
      expect(ended).toBe(true);
      // Ten seconds, looked at every five.
      expect(ms).toBeGreaterThan(9000);
      expect(ms).toBeLessThan(19_000);
    }
    await expectUnhurt(app, ['slow', 'token']);
  });

  it('loses its connection when its body or an upload does not come, or an answer is not taken', async () => {
    const limits: ClientLimits = { head: 1000, request: 700, stalled: 700, connections: 50 };
    const server = await testServer(temporaryFolder(), {}, limits);
    const { folder } = await makeRun(server.workspace, { records: 2, pictures: 2, rejected: 0, errors: 0 });
    truncateSync(path.join(folder, 'frame_000001.jpg'), 60_000_000);
    const { body } = await call<{ runs: { id: string }[] }>(server, 'GET', '/runs');
    const own = `Host: 127.0.0.1:${server.port}\r\nCookie: ${cookieOf(server)}\r\n`;
    const json = 'Content-Type: application/json\r\n';
    const picture = `GET /api/runs/${body.runs[0]?.id}/frames/1/picture HTTP/1.1\r\n${own}\r\n`;
    const created = await sendRaw(
      server.port,
      `POST /api/uploads/tus HTTP/1.1\r\n${own}Tus-Resumable: 1.0.0\r\nUpload-Length: 99\r\nConnection: close\r\n\r\n`,
    );
    const place = /\/api\/uploads\/tus\/\w+/.exec(created.text)?.[0];
    const upload = `PATCH ${place} HTTP/1.1\r\n${own}Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 99\r\n\r\nabc`;
    const drip = { drip: 'x', every: 50 };
    const length = 'Content-Length: 99999\r\n\r\n';
    const reader = await silentClient(server.port, picture);
    const events = await silentClient(server.port, `GET /api/events HTTP/1.1\r\n${own}\r\n`);
    const ends = await Promise.all([
      sendRaw(server.port, `POST /api/runs HTTP/1.1\r\n${own}${json}${length}`, drip),
      sendRaw(server.port, `PUT /api/presets/x HTTP/1.1\r\n${own}${json}${length}{"options"`),
      // Answered at once, and still being sent: with a key, without one.
      sendRaw(server.port, `GET /api/runs HTTP/1.1\r\n${own}${length}`, drip),
      sendRaw(server.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${length}`, drip),
      sendRaw(server.port, upload),
      sleep(2000),
    ]);
    for (const end of ends) if (end) expect(end.ended, end.text).toBe(true);
    for (const end of ends) if (end) expect(end.ms).toBeLessThan(4000);
    const rest = await readRest(reader);
    expect(rest.ended).toBe(true);
    expect(rest.bytes).toBeLessThan(60_000_000);
    // Nothing waits for this one, so that its silence is none of its own.
    expect(await readRest(events)).toMatchObject({ ended: false });
    expect((await call(server, 'GET', '/runs')).status).toBe(200);
    expect(server.logged.toSorted()).toEqual([
      expect.stringMatching(/^warn refused \(slow\): .*, from "127\.0\.0\.1"$/),
      expect.stringMatching(/^warn refused \(token\): /),
    ]);
  });

  it('that reads nothing costs little memory, however much it has asked for', async () => {
    const app = await startWebApp(temporaryFolder());
    const { folder } = await makeRun(app.workspace, { records: 5000, pictures: 2, rejected: 0, errors: 0 });
    truncateSync(path.join(folder, 'frame_000001.jpg'), 200_000_000);
    const run = `/api/runs/${await firstRun(app)}`;
    const own = `Host: 127.0.0.1:${portOf(app)}\r\nCookie: ${keyOf(app)}\r\n`;
    await askIn(app, 'GET', `${run}/records`);
    const before = memoryOf(app);
    for (let i = 0; i < 40; i++) {
      await silentClient(portOf(app), `GET ${run}/frames/1/picture HTTP/1.1\r\n${own}\r\n`);
      await silentClient(portOf(app), `GET ${run}/records HTTP/1.1\r\n${own}\r\n`);
    }
    await sleep(1000);
    expect(memoryOf(app) - before).toBeLessThan(200);
    await expectUnhurt(app, []);
  });

  it('of events is cut off before they fill the memory, while others get them all', async () => {
    const app = await startWebApp(temporaryFolder());
    const { folder, file } = await makeRun(app.workspace, { records: 1, pictures: 0 });
    const run = path.join(folder, RUN_FILES.run);
    await firstRun(app);
    const events = `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${portOf(app)}\r\nCookie: ${keyOf(app)}\r\n\r\n`;
    const slow = await Promise.all([1, 2, 3].map(() => silentClient(portOf(app), events)));
    const reader = await silentClient(portOf(app), events);
    const told = new Set<string>();
    reader.setEncoding('latin1').on('data', (text: string) => {
      for (const [mark] of text.matchAll(/mark \d+/g)) told.add(mark);
    });
    reader.resume();
    const before = memoryOf(app);
    // A summary of a megabyte, told anew with every change.
    for (let i = 0; i < 30; i++) {
      writeFileSync(
        `${run}.new`,
        JSON.stringify({ ...file, warnings: [`mark ${i}`, 'x'.repeat(1_000_000)] }),
      );
      renameSync(`${run}.new`, run);
      await firstRun(app);
    }
    await expect.poll(() => told.size).toBe(30);
    for (const { bytes, ended } of await Promise.all(slow.map(readRest))) {
      expect(ended).toBe(true);
      expect(bytes).toBeLessThan(25_000_000);
    }
    // What is kept for all of them, and eight megabytes of each.
    expect(memoryOf(app) - before).toBeLessThan(300);
    await expectUnhurt(app, []);
    await app.stop();
    const log = readFileSync(path.join(path.dirname(app.home), 'logs/frame_extractor.log'), 'utf8');
    expect(log.match(/its client reads too slowly/g)).toHaveLength(1);
  });
});
