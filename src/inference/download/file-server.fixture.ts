import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a path of the server answers. */
export interface Served {
  readonly body: Uint8Array;
  readonly status?: number;
  readonly etag?: string;
  /** The connection breaks after so many bytes of an answer; only in the first `cuts` answers (default: all). */
  readonly cutAfter?: number;
  readonly cuts?: number;
  /** No Content-Length. */
  readonly chunked?: boolean;
  /** The answer stops after `cutAfter` bytes without an end. */
  readonly stall?: boolean;
  /** What must be in the Authorization header. */
  readonly authorization?: string;
}

/** A request as it came. */
export interface SeenRequest {
  readonly url: string;
  readonly range: string | null;
  readonly ifRange: string | null;
}

/** Bytes that compress badly and differ by seed. */
export function someBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** SHA-256 in hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Where an answer begins: at the range, if the version asked for is still the present one. */
function beginOf({ headers }: IncomingMessage, { etag }: Served): number {
  const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  return from !== undefined && headers['if-range'] === etag ? Number(from) : 0;
}

/** A file server on the loopback interface whose answers can be broken in many ways. */
export async function fileServer() {
  const files = new Map<string, Served>();
  const requests: SeenRequest[] = [];
  const cut = new Map<Served, number>();
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const { range = null, 'if-range': ifRange = null } = request.headers;
    requests.push({ url, range, ifRange: ifRange === null ? null : String(ifRange) });
    const served = files.get(url);
    const refused = served?.authorization && request.headers.authorization !== served.authorization;
    if (!served || refused) return response.writeHead(refused ? 401 : 404).end('nothing here');
    const begin = beginOf(request, served);
    const { body, etag } = served;
    const rest = body.subarray(begin);
    response.writeHead(begin > 0 ? 206 : (served.status ?? 200), {
      ...(etag && { etag }),
      ...(!served.chunked && { 'content-length': rest.length }),
      ...(begin > 0 && { 'content-range': `bytes ${begin}-${body.length - 1}/${body.length}` }),
    });
    const times = cut.get(served) ?? 0;
    if (served.cutAfter === undefined || times >= (served.cuts ?? Number.POSITIVE_INFINITY))
      return response.end(rest);
    cut.set(served, times + 1);
    response.write(rest.subarray(0, served.cutAfter), () => {
      // Ended, not destroyed: what was written still arrives.
      if (!served.stall) setTimeout(() => response.socket?.end(), 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: Pick<AddressInfo, 'port'> = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    files,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
