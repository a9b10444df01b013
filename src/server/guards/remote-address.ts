import type { HttpBindings } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Address of the network that a request came from; `unknown` where there is no connection. */
export function remoteAddress(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Whether an address is this machine itself. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

/** Ends the connection of a request at once; what is not sent yet is lost. */
export function cutConnection(c: Context<{ Bindings: Partial<HttpBindings> }>): void {
  c.env.outgoing?.destroy();
}
