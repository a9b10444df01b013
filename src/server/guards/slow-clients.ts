import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusals } from './refusals.ts';
import { isUpload } from './request-size.ts';

/** How long clients may take, milliseconds, and how many there may be at once. */
export interface ClientLimits {
  /** For the head of a request. */
  readonly head: number;
  /** For a whole request; uploads may take as long as they move. */
  readonly request: number;
  /** Without a byte of an upload. */
  readonly stalled: number;
  readonly connections: number;
}

/** The usual limits: far above what a browser on the same machine needs. */
export const CLIENT_LIMITS: ClientLimits = {
  head: 10_000,
  request: 60_000,
  stalled: 60_000,
  connections: 256,
};

/** Settings for Node's server. */
export function slowClientOptions({ head }: ClientLimits): ServerOptions {
  return {
    headersTimeout: head,
    // Counted below, as uploads are exempt.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(5000, head / 2),
    keepAliveTimeout: 5000,
  };
}

const addressOf = (socket: Socket) => socket.remoteAddress ?? 'unknown';

function endUnlessComplete(request: IncomingMessage, refusals: Refusals): void {
  if (request.complete || request.destroyed) return;
  refusals.note('slow', addressOf(request.socket), 'the body of a request did not arrive in time');
  request.socket.destroy();
}

function watchRequest(
  request: IncomingMessage,
  response: ServerResponse,
  limits: ClientLimits,
  refusals: Refusals,
): void {
  if (isUpload((request.url ?? '').split('?')[0] ?? '')) {
    const { socket } = request;
    socket.setTimeout(limits.stalled, () => endUnlessComplete(request, refusals));
    response.once('close', () => socket.setTimeout(0));
    return;
  }
  const timer = setTimeout(() => endUnlessComplete(request, refusals), limits.request);
  timer.unref();
  response.once('close', () => clearTimeout(timer));
}

/** Answers of a connection whose request could not be parsed, by the error's code. */
const ANSWERS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Ends connections of clients that send slowly or not at all. */
export function watchClients(server: Server, limits: ClientLimits, refusals: Refusals): void {
  server.maxConnections = limits.connections;
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
    watchRequest(request, response, limits, refusals),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
      refusals.note('slow', addressOf(socket), 'the head of a request did not arrive in time');
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    socket.end(`HTTP/1.1 ${ANSWERS[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
  });
  server.on('drop', (data?: { remoteAddress?: string }) =>
    refusals.note('slow', data?.remoteAddress ?? 'unknown', 'too many connections at once'),
  );
}
