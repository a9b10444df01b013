import type { Context, Hono } from 'hono';
import { AppError } from '../contract/app-error.ts';
import { answerError, httpErrorOf } from './http-app.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Methods that some routes have for a path. */
export function allowedMethods(routes: Pick<Hono, 'router'>, path: string): string[] {
  const known = METHODS.filter((method) => routes.router.match(method, path)[0].length > 0);
  return known.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** Answers a request that no route took: what is possible there, or that there is nothing. */
export function answerUnrouted(c: Context, allowed: readonly string[], what: string): Response {
  if (allowed.length === 0) return answerError(c, new AppError('not_found', { what }));
  c.header('Allow', allowed.join(', '));
  if (c.req.method === 'OPTIONS') return c.body(null, 204);
  const reason = `${c.req.method} is not possible here, only ${allowed.join(', ')}`;
  return c.json(httpErrorOf(new AppError('request_invalid', { reason })), 405);
}
