import { Hono } from 'hono';
import { API } from '../../contract/http.ts';
import { TOOL } from '../../tool.ts';
import { apiPage } from '../api-page.ts';
import { apiReference } from '../api-reference.ts';
import type { apiRoutes } from '../app.ts';

const INFO = {
  openapi: '3.1.0',
  info: {
    title: 'Framesift',
    version: TOOL.version,
    description:
      'The local server of Framesift. Every request needs the token: once as ?token=, then as the cookie that is set.',
  },
};

/** The routes described: for programs as OpenAPI, for people as a page. */
export function apiDocs(api: ReturnType<typeof apiRoutes>): Hono {
  return new Hono()
    .get(`${API}/openapi.json`, (c) => c.json(api.getOpenAPI31Document(INFO)))
    .get(`${API}/docs`, (c) => c.html(apiPage(apiReference(api))));
}
