import { createRoute } from '@hono/zod-openapi';
import { ANALYZE_OPTIONS } from '../../contract/analyze-options.ts';
import { resolveOptions } from '../../contract/parse-options.ts';
import { siteAnswerSchema, siteRequestSchema } from '../../contract/site.ts';
import { jsonAnswers, jsonBody, newRoutes } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';
import { allowedDownload } from '../site/allowed-download.ts';
import { SiteLooker } from '../site/site-looker.ts';

const siteRoute = createRoute({
  method: 'post',
  path: '/site',
  request: { body: jsonBody(siteRequestSchema) },
  responses: jsonAnswers(siteAnswerSchema, 'One video, or the first of a list'),
});

/** Routes: what an address holds, before a run. */
export function siteRoutes({ roots, programs, settings, signal: stopped }: ServerContext) {
  const looker = new SiteLooker();
  const ffmpeg = async () => (await programs()).ffmpeg;
  return newRoutes().openapi(siteRoute, async (c) => {
    const { url, options: given = {} } = c.req.valid('json');
    const resolved = resolveOptions(ANALYZE_OPTIONS, { ...given, out: settings.workspace });
    const options = await allowedDownload(url, resolved, roots);
    const signal = AbortSignal.any([c.req.raw.signal, stopped]);
    return c.json(await looker.look(url, options, ffmpeg, signal), 200);
  });
}
