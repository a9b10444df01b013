import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Bytes that a slow file sends at once, and the time between, milliseconds. */
const PIECE = 4096;
const PAUSE_MS = 100;

/** A server of this machine that serves a video in the ways in which a site does. */
export interface SiteServer {
  /** Scheme, host and port. */
  readonly origin: string;
  /** `Range` of each request for a file that was answered with a part of it. */
  readonly ranges: readonly string[];
  /** Answers that are being sent or waited for. */
  readonly sending: () => number;
  /** Sends the rest of everything at once, and whatever is asked for from now on. */
  readonly hurry: () => void;
  /** Puts the video at `/missing.mp4` too. */
  readonly restore: () => void;
  /** Takes the server away. */
  readonly close: () => Promise<void>;
}

function rangeOf(request: IncomingMessage, length: number): { from: number; range: string | null } {
  const range = request.headers.range ?? null;
  const from = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
  return from > 0 && from < length ? { from, range } : { from: 0, range: null };
}

/**
 * Starts a server with `/clip.mp4`, `/slow.mp4` (40 kB a second), `/missing.mp4` (404) and `/silent.mp4`, which never
 * answers; it ends with the test.
 */
export async function siteServer(clip: string): Promise<SiteServer> {
  const bytes = await readFile(clip);
  const ranges: string[] = [];
  let [sending, hurried, restored] = [0, false, false];
  const send = async (request: IncomingMessage, response: ServerResponse, slow: boolean): Promise<void> => {
    const { from, range } = rangeOf(request, bytes.length);
    if (range !== null) ranges.push(range);
    response.writeHead(range === null ? 200 : 206, {
      'Content-Type': 'video/mp4',
      'Content-Length': bytes.length - from,
      'Accept-Ranges': 'bytes',
      ...(range !== null && { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (request.method === 'HEAD') return void response.end();
    sending++;
    response.once('close', () => sending--);
    for (let at = from; at < bytes.length && !response.destroyed; at += PIECE) {
      response.write(bytes.subarray(at, at + PIECE));
      if (slow && !hurried) await sleep(PAUSE_MS);
    }
    response.end();
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const there = ['/clip.mp4', '/slow.mp4', ...(restored ? ['/missing.mp4'] : [])];
    if (pathname === '/silent.mp4') {
      sending++;
      response.once('close', () => sending--);
      return;
    }
    if (there.includes(pathname)) return void send(request, response, pathname === '/slow.mp4');
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    ranges,
    sending: () => sending,
    hurry: () => {
      hurried = true;
    },
    restore: () => {
      restored = true;
    },
    close,
  };
}
