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
  /** Without a byte of an upload, or without taking a byte of an answer that waits. */
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
    // Answered by the guards, so that this too is logged.
    requireHostHeader: false,
  };
}

const addressOf = (socket: Socket) => socket.remoteAddress ?? 'unknown';

function endUnlessComplete(request: IncomingMessage, refusals: Refusals): void {
  if (request.complete || request.destroyed) return;
  refusals.note('slow', addressOf(request.socket), 'the body of a request did not arrive in time');
  request.socket.destroy();
}

/** Bounds the time of a body. It is left running by an answer that did not wait for the body: the rest still comes. */
function watchBody(request: IncomingMessage, response: ServerResponse, limit: number, refusals: Refusals) {
  if (isUpload((request.url ?? '').split('?')[0] ?? '')) return;
  const timer = setTimeout(() => endUnlessComplete(request, refusals), limit);
  timer.unref();
  response.once('close', () => {
    if (request.complete) clearTimeout(timer);
  });
}

/** Ends connections on which nothing moves, unless it is our answer that is not ready. */
function watchStalls(server: Server, limit: number, refusals: Refusals): void {
  /** The request that is being answered; null = none at the moment. */
  const current = new WeakMap<Socket, IncomingMessage | null>();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    current.set(socket, request);
    response.once('close', () => {
      if (current.get(socket) === request) current.set(socket, null);
    });
  });
  server.timeout = limit;
  server.on('timeout', (socket: Socket) => {
    const request = current.get(socket);
    // Nothing has come yet: the time of the head runs.
    if (request === undefined) return;
    if (request === null) {
      socket.destroy();
    } else if (!request.complete) {
      endUnlessComplete(request, refusals);
    } else if (socket.writableLength > 0) {
      refusals.note('slow', addressOf(socket), 'an answer was not read in time');
      socket.destroy();
    } else {
      socket.setTimeout(limit);
    }
  });
}

/** Answers of a connection whose request could not be parsed, by the error's code. */
const ANSWERS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Codes of a connection that ended in the middle of a request: somebody went away. */
const GONE: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE'];

function noteClientError({ code }: NodeJS.ErrnoException, socket: Socket, refusals: Refusals): void {
  const address = addressOf(socket);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    refusals.note('slow', address, 'the head of a request did not arrive in time');
  else if (code === 'HPE_HEADER_OVERFLOW')
    refusals.note('size', address, 'the head of a request is too large');
  else if (!GONE.includes(code)) refusals.note('malformed', address, 'a request breaks the rules of HTTP');
}

/** Ends connections of clients that send slowly or not at all, that do not read, or that talk nonsense. */
export function watchClients(server: Server, limits: ClientLimits, refusals: Refusals): void {
  server.maxConnections = limits.connections;
  // The head has a largest size; headers beyond a number would be left out unseen, Origin among them.
  server.maxHeadersCount = 0;
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
    watchBody(request, response, limits.request, refusals),
  );
  watchStalls(server, limits.stalled, refusals);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    noteClientError(error, socket, refusals);
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
