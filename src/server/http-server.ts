import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import { AppError, toAppError } from '../contract/app-error.ts';
import type { Refusals } from './guards/refusals.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { type ClientLimits, slowClientOptions, watchClients } from './guards/slow-clients.ts';
import { answerError } from './http-app.ts';

/** Answers a request. */
export type Answer = (request: Request, env: object) => Response | Promise<Response>;

/** The answer to a request that could not even be handed on; with the headers of all others. */
async function failureAnswer(error: AppError): Promise<Response> {
  const app = new Hono();
  app.use(securityHeaders());
  app.all('*', (c) => answerError(c, error));
  return app.request('/');
}

/** Node's server before the app: bounds what clients may take and answers requests that are none. */
export function httpServer(answer: Answer, limits: ClientLimits, refusals: Refusals): Server {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const errorHandler = (thrown: unknown) => {
      if (!(thrown instanceof RequestError)) return failureAnswer(toAppError(thrown));
      const address = incoming.socket.remoteAddress ?? 'unknown';
      refusals.note('malformed', address, 'a request breaks the rules of HTTP');
      return failureAnswer(new AppError('request_invalid', { reason: thrown.message }));
    };
    return getRequestListener(answer, { errorHandler })(incoming, outgoing);
  };
  const server = createServer(slowClientOptions(limits), listener);
  watchClients(server, limits, refusals);
  return server;
}
