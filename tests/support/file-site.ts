import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './project.ts';

/** A site on this machine that serves the files of a folder in the ways sites do. */
export interface FileSite {
  /**
   * `http://127.0.0.1:PORT`; below it `/plain/FILE`, `/slow/FILE`, `/cut/FILE`, `/moved/FILE`, `/text/FILE`, `/403/FILE`,
   * and `/silent/FILE`, which never answers.
   */
  readonly origin: string;
  /** Requests so far: method, path and the first byte that was asked for. */
  readonly requests: { readonly method: string; readonly path: string; readonly from: number }[];
  /** Whether `/cut/` still breaks off in the middle. */
  cuts: boolean;
  /** Files that are being sent or waited for. */
  sending(): number;
  /** Sends the rest of everything slow at once, and whatever is asked for from now on. */
  hurry(): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.ts': 'video/mp2t',
};

/** Bytes of one piece of `/slow/`, and the pause after it in milliseconds. */
const SLOW = { bytes: 4096, pause: 100 };

/** Serves the files of a folder until the test ends or `close()`. */
export async function fileSite(folder: string): Promise<FileSite> {
  const site = { requests: [] as FileSite['requests'][number][], cuts: true };
  let [sending, hurried] = [0, false];
  const send = async (answer: ServerResponse, bytes: Buffer, slowly: boolean): Promise<void> => {
    for (let at = 0; at < bytes.length && !answer.destroyed; at += SLOW.bytes) {
      answer.write(bytes.subarray(at, at + SLOW.bytes));
      if (slowly && !hurried) await sleep(SLOW.pause);
    }
    answer.end();
  };
  const respond = async (request: IncomingMessage, answer: ServerResponse) => {
    const [, way = '', ...rest] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    site.requests.push({ method: request.method ?? '', path: request.url ?? '', from });
    const name = rest.join('/');
    if (way === 'moved') return void answer.writeHead(302, { location: `/plain/${name}` }).end();
    if (way === '403') return void answer.writeHead(403).end();
    sending++;
    answer.once('close', () => sending--);
    if (way === 'silent') return;
    const file = path.join(folder, path.normalize(`/${name}`));
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined || way === '404') return void answer.writeHead(404).end('no such page');
    const type = way === 'text' ? 'text/plain' : (TYPES[path.extname(file)] ?? 'application/octet-stream');
    const range = from > 0 ? { 'content-range': `bytes ${from}-${size - 1}/${size}` } : {};
    answer.writeHead(from > 0 ? 206 : 200, {
      ...{ 'content-type': type, 'content-length': size - from, 'accept-ranges': 'bytes' },
      ...range,
    });
    if (request.method === 'HEAD') return void answer.end();
    if (way === 'cut' && site.cuts) {
      answer.write(readFileSync(file).subarray(from, from + Math.ceil((size - from) / 2)));
      await sleep(20);
      return void answer.destroy();
    }
    return send(answer, readFileSync(file).subarray(from), way === 'slow');
  };
  const server = createServer((request, answer) => void respond(request, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return Object.assign(site, {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close,
    sending: () => sending,
    hurry: () => {
      hurried = true;
    },
  });
}

/** A site with one clip, under the names `clip.mp4` and `slow.mp4`; `add` puts it under another one too. */
export async function clipSite(clip: string): Promise<FileSite & { add(name: string): void }> {
  const folder = temporaryFolder();
  const add = (name: string) => copyFileSync(clip, path.join(folder, name));
  for (const name of ['clip.mp4', 'slow.mp4']) add(name);
  return Object.assign(await fileSite(folder), { add });
}
