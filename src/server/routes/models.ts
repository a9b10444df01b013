import { createRoute, z } from '@hono/zod-openapi';
import { modelPackSchema, modelsAnswerSchema, pullModelSchema } from '../../contract/model-http.ts';
import { jsonAnswers, jsonBody, newRoutes } from '../http-app.ts';
import { ModelDownloads } from '../models/model-downloads.ts';
import type { ServerContext } from '../server-context.ts';

const modelParams = z.object({ name: z.string().min(1).max(100).describe('Name of the models') });

const listModelsRoute = createRoute({
  method: 'get',
  path: '/models',
  responses: jsonAnswers(
    modelsAnswerSchema,
    'Models for faces and for subject masks, and what is here of them',
  ),
});

const pullModelRoute = createRoute({
  method: 'post',
  path: '/models/{name}/pull',
  request: { params: modelParams, body: jsonBody(pullModelSchema) },
  responses: jsonAnswers(modelPackSchema, 'The models, with their download under way'),
});

const cancelModelRoute = createRoute({
  method: 'post',
  path: '/models/{name}/cancel',
  request: { params: modelParams },
  responses: jsonAnswers(modelPackSchema, 'The models, with their download being stopped'),
});

/** Routes: models and their download. */
export function modelsRoutes(context: ServerContext) {
  const models = new ModelDownloads(context, [...context.packs, ...context.maskModels]);
  return newRoutes()
    .openapi(listModelsRoute, async (c) => c.json(await models.all(), 200))
    .openapi(pullModelRoute, async (c) => {
      const { accept } = c.req.valid('json');
      return c.json(await models.pull(c.req.valid('param').name, accept), 200);
    })
    .openapi(cancelModelRoute, async (c) => c.json(await models.cancel(c.req.valid('param').name), 200));
}
