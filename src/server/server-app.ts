import { Hono, type MiddlewareHandler } from 'hono';
import { AppError } from '../contract/app-error.ts';
import { API } from '../contract/http.ts';
import { allowedMethods, answerUnrouted } from './allowed-methods.ts';
import { apiRoutes } from './app.ts';
import { hostGuard } from './guards/host-guard.ts';
import { originGuard } from './guards/origin-guard.ts';
import type { Refusals } from './guards/refusals.ts';
import { remoteAddress } from './guards/remote-address.ts';
import { requestSize } from './guards/request-size.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { tokenGuard } from './guards/token-guard.ts';
import { answerError } from './http-app.ts';
import { apiDocs } from './routes/api-docs.ts';
import type { ServerContext, ServerLog } from './server-context.ts';
import { compressForOthers, isPage, webFiles } from './web-files.ts';

/** What the guards of a server need to know. */
export interface GuardSettings {
  /** What the Host header may be. */
  readonly hosts: ReadonlySet<string>;
  readonly token: string;
  /** Name of the cookie that holds it. */
  readonly cookie: string;
  readonly refusals: Refusals;
}

/** Logs defects and asking for what may not be seen; whatever else an answer says is for the person who asked. */
function logFailures(log: ServerLog, refusals: Refusals): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (c.error instanceof AppError && c.error.code === 'path_refused') {
      const what = `${c.req.method} ${c.req.path} asked for a path outside of the folders that may be shown`;
      refusals.note('path', remoteAddress(c), what);
    }
    if (!c.error || c.res.status !== 500) return;
    log('error', `${c.req.method} ${c.req.path}: ${c.error.message}`);
    log('debug', c.error.stack ?? c.error.message);
  };
}

/** Everything that the server answers: guards first, then the routes, then the files of the web app. */
export function serverApp(context: ServerContext, guards: GuardSettings, web: string): Hono {
  const { hosts, token, cookie, refusals } = guards;
  const app = new Hono();
  app.use(
    logFailures(context.log, refusals),
    securityHeaders(),
    hostGuard(hosts, refusals),
    originGuard(refusals),
  );
  app.use(tokenGuard(token, cookie, refusals), requestSize(refusals));
  const api = apiRoutes(context);
  app.use(`${API}/*`, compressForOthers());
  app.route('/', apiDocs(api));
  app.route('/', api);
  app.all(`${API}/*`, (c) => answerUnrouted(c, allowedMethods(api, c.req.path), 'such route'));
  app.route('/', webFiles(web));
  app.notFound((c) => {
    const page = `page ${c.req.path}`;
    return answerUnrouted(c, isPage(c.req.path) ? ['GET', 'HEAD'] : [], page);
  });
  app.onError((thrown, c) => answerError(c, thrown));
  return app;
}
