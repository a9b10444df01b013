import { createRoute } from '@hono/zod-openapi';
import { AppError } from '../../contract/app-error.ts';
import {
  probeAnswerSchema,
  probeRequestSchema,
  scenesAnswerSchema,
  scenesRequestSchema,
  stripQuerySchema,
} from '../../contract/http.ts';
import { isAddress } from '../../source/list-inputs.ts';
import { byteAnswers, jsonAnswers, jsonBody, newRoutes } from '../http-app.ts';
import { cacheHeaders, hasTag } from '../http-cache.ts';
import { answerProbe } from '../probe/probe-answer.ts';
import { SceneSampler } from '../probe/scene-sampler.ts';
import { answerScenes } from '../probe/scenes-answer.ts';
import { SourceProber } from '../probe/source-prober.ts';
import { StripPictures } from '../probe/strip-pictures.ts';
import type { ServerContext } from '../server-context.ts';

const probeRoute = createRoute({
  method: 'post',
  path: '/probe',
  request: { body: jsonBody(probeRequestSchema) },
  responses: jsonAnswers(probeAnswerSchema, 'Facts and estimates'),
});

const scenesRoute = createRoute({
  method: 'post',
  path: '/probe/scenes',
  request: { body: jsonBody(scenesRequestSchema) },
  responses: jsonAnswers(scenesAnswerSchema, 'How many frames the scene method would pick, about'),
});

const stripRoute = createRoute({
  method: 'get',
  path: '/probe/thumbnail',
  request: { query: stripQuerySchema },
  responses: byteAnswers('image/webp', 'A picture of the video'),
});

/** Routes: facts about a source before a run. */
export function probeRoutes({ roots, programs, signal: stopped }: ServerContext) {
  const prober = new SourceProber(programs);
  const sampler = new SceneSampler(programs);
  const pictures = new StripPictures(programs);
  const fileAt = (path: string) => {
    if (isAddress(path))
      throw new AppError('url_refused', { url: path, reason: 'only files can be opened here' });
    return roots.resolve(path);
  };
  const signalOf = (request: Request) => AbortSignal.any([request.signal, stopped]);
  return newRoutes()
    .openapi(probeRoute, async (c) => {
      const { path, options = {}, index = false } = c.req.valid('json');
      const question = { path: await fileAt(path), options, index };
      return c.json(await answerProbe(prober, await programs(), question, signalOf(c.req.raw)), 200);
    })
    .openapi(scenesRoute, async (c) => {
      const { path, options = {}, more = false } = c.req.valid('json');
      const question = { path: await fileAt(path), options, more };
      return c.json(await answerScenes({ prober, sampler }, question, signalOf(c.req.raw)), 200);
    })
    .openapi(stripRoute, async (c) => {
      const { path, stream = null, glob = null, ...place } = c.req.valid('query');
      const signal = signalOf(c.req.raw);
      const source = await prober.probe(await roots.resolve(path), { stream, glob }, signal);
      const tag = pictures.tagOf(source, place);
      // The path names no state of the file, so the browser asks each time; the tag makes that cheap.
      const headers = cacheHeaders(tag, false);
      if (hasTag(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers);
      const picture = await pictures.picture(source, place, signal);
      return c.body(picture, 200, { ...headers, 'Content-Type': 'image/webp' });
    });
}
