import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { AppError } from '../../contract/app-error.ts';
import { answerError } from '../http-app.ts';
import { isNavigation } from './origin-guard.ts';
import { continuePage, errorPage } from './pages.ts';
import type { Refusals } from './refusals.ts';
import { remoteAddress } from './remote-address.ts';

/** A new key of the server: 32 random bytes in base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares in a time that does not depend on where the texts differ. */
function isSame(given: string | undefined, token: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** The same address without the key, relative to the server. */
function withoutToken(c: Context): string {
  const url = new URL(c.req.url);
  url.searchParams.delete('token');
  // Two slashes at the beginning would name another server.
  return `${url.pathname.replace(/^\/+/, '/')}${url.search}`;
}

/** Whether a person sees the answer. */
function wantsPage(c: Context): boolean {
  return isNavigation(c) || (c.req.header('accept') ?? '').includes('text/html');
}

/**
 * Lets only those in who know the token: once in the address (`?token=`), from then on in a cookie that scripts cannot
 * read and other pages do not send.
 * @param cookie name of the cookie; with the port in it, as cookies do not tell ports apart
 */
export function tokenGuard(token: string, cookie: string, refusals: Refusals): MiddlewareHandler {
  return async (c, next) => {
    const given = c.req.query('token');
    const known = isSame(getCookie(c, cookie), token);
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (reads && given !== undefined && (known || isSame(given, token))) {
      setCookie(c, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      c.header('Cache-Control', 'no-store');
      const site = c.req.header('sec-fetch-site');
      // Browsers count a redirect as a step of the page that held the link and would not send the cookie.
      const fromElsewhere = site === 'cross-site' || site === 'same-site';
      return fromElsewhere ? c.html(continuePage(withoutToken(c))) : c.redirect(withoutToken(c), 303);
    }
    if (known || isSame(given, token)) return next();
    const error = new AppError('token_missing');
    refusals.note('token', remoteAddress(c), 'the token is missing or wrong');
    c.header('Cache-Control', 'no-store');
    return wantsPage(c) ? c.html(errorPage(error), 401) : answerError(c, error);
  };
}
