import { Hono, type MiddlewareHandler } from 'hono';
import { Refusals } from './refusals.ts';

/** A server with some guards and one route that answers everything with `fine`. */
export interface GuardedServer {
  /** Sends a request as from a connection of this machine. */
  ask(address: string, headers?: Record<string, string>, init?: RequestInit): Promise<Response>;
  /** What was logged. */
  readonly logged: readonly string[];
}

/** Puts guards before a route. */
export function guarded(guards: (refusals: Refusals) => readonly MiddlewareHandler[]): GuardedServer {
  const logged: string[] = [];
  const app = new Hono();
  for (const guard of guards(new Refusals((level, message) => logged.push(`${level} ${message}`))))
    app.use(guard);
  app.all('*', async (c) => c.text(`fine ${(await c.req.text()).length}`));
  const connection = {
    incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 1, remoteFamily: 'IPv4' } },
  };
  return {
    logged,
    ask: async (address, headers = {}, init = {}) => {
      const url = address.startsWith('/') ? `http://127.0.0.1:4747${address}` : address;
      const { host } = new URL(url);
      return app.request(url, { ...init, headers: { host, ...headers } }, connection);
    },
  };
}
