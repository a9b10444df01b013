import type { Context, MiddlewareHandler } from 'hono';
import { AppError } from '../../contract/app-error.ts';
import { answerError } from '../http-app.ts';
import type { Refusals } from './refusals.ts';

/** Whether a request opens a page in a tab of its own, as a link does, so that no other page can read the answer. */
export function isNavigation(c: Context): boolean {
  const { method } = c.req;
  const mode = c.req.header('sec-fetch-mode');
  const dest = c.req.header('sec-fetch-dest');
  return method === 'GET' && mode === 'navigate' && (dest === undefined || dest === 'document');
}

function foreign(c: Context): string | null {
  const origin = c.req.header('origin');
  if (origin !== undefined && origin !== `http://${(c.req.header('host') ?? '').toLowerCase()}`)
    return origin;
  // Programs other than browsers send neither header. `same-site` is another port of this machine.
  const site = c.req.header('sec-fetch-site');
  const own = site === undefined || site === 'same-origin' || site === 'none';
  return own || isNavigation(c) ? null : `${site} page`;
}

/** Refuses requests that another page makes. The Host header has been checked before. */
export function originGuard(refusals: Refusals): MiddlewareHandler {
  return async (c, next) => {
    const origin = foreign(c);
    if (origin === null) return next();
    refusals.note('origin', origin, 'the request belongs to another page');
    return answerError(c, new AppError('request_refused', { reason: 'the request belongs to another page' }));
  };
}
