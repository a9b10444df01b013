import type { MiddlewareHandler } from 'hono';
import { AppError } from '../../contract/app-error.ts';
import { answerError } from '../http-app.ts';
import type { Refusals } from './refusals.ts';

/** The host that an address of a request names; empty where it is none. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** Refuses requests that call the server by another name than its own: a web page whose name was made to point here. */
export function hostGuard(allowed: ReadonlySet<string>, refusals: Refusals): MiddlewareHandler {
  return async (c, next) => {
    const host = (c.req.header('host') ?? '').toLowerCase();
    // A request line may hold a whole address, which then counts instead of the header.
    const named = hostOf(c.req.url).toLowerCase();
    const usualPort = named.includes(':') ? named : `${named}:80`;
    if (allowed.has(host) && (allowed.has(named) || allowed.has(usualPort))) return next();
    refusals.note('host', allowed.has(host) ? named : host, 'the Host header names another server');
    return answerError(
      c,
      new AppError('request_refused', { reason: 'the Host header names another server' }),
    );
  };
}
