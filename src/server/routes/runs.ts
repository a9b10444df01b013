import { createRoute, z } from '@hono/zod-openapi';
import {
  createRunSchema,
  openedSchema,
  runDetailSchema,
  runLogSchema,
  runSummarySchema,
  runsAnswerSchema,
  trashAnswerSchema,
} from '../../contract/http.ts';
import { jsonAnswers, jsonBody, newRoutes, runParams } from '../http-app.ts';
import { openOutside } from '../open-outside.ts';
import type { ServerContext } from '../server-context.ts';

const listRunsRoute = createRoute({
  method: 'get',
  path: '/runs',
  responses: jsonAnswers(runsAnswerSchema, 'All runs'),
});

const createRunRoute = createRoute({
  method: 'post',
  path: '/runs',
  request: { body: jsonBody(createRunSchema) },
  responses: jsonAnswers(runSummarySchema, 'The run, queued'),
});

const getRunRoute = createRoute({
  method: 'get',
  path: '/runs/{id}',
  request: { params: runParams },
  responses: jsonAnswers(runDetailSchema, 'One run'),
});

const runLogRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/log',
  request: { params: runParams },
  responses: jsonAnswers(runLogSchema, 'Lines and latest progress'),
});

const cancelRunRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/cancel',
  request: { params: runParams },
  responses: jsonAnswers(runSummarySchema, 'The run, being stopped'),
});

const resumeRunRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/resume',
  request: { params: runParams },
  responses: jsonAnswers(runSummarySchema, 'The run, queued'),
});

const openRunRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/open',
  request: { params: runParams },
  responses: jsonAnswers(openedSchema, 'The folder, shown by the file manager'),
});

const trashRunRoute = createRoute({
  method: 'delete',
  path: '/runs/{id}',
  request: { params: runParams },
  responses: jsonAnswers(trashAnswerSchema, 'Where the folder is now'),
});

const restoreRunRoute = createRoute({
  method: 'post',
  path: '/trash/{trash_id}/restore',
  request: {
    params: z.object({
      trash_id: z
        .string()
        .regex(/^[\w-]{1,64}$/)
        .describe('Id that the deletion answered'),
    }),
  },
  responses: jsonAnswers(runSummarySchema, 'The run, back again'),
});

/** Routes: runs. */
export function runsRoutes({ runs }: ServerContext) {
  return newRoutes()
    .openapi(listRunsRoute, async (c) => c.json({ runs: await runs.list() }, 200))
    .openapi(createRunRoute, async (c) => c.json(await runs.create(c.req.valid('json')), 200))
    .openapi(getRunRoute, async (c) => c.json(await runs.get(c.req.valid('param').id), 200))
    .openapi(runLogRoute, async (c) => c.json(await runs.log(c.req.valid('param').id), 200))
    .openapi(cancelRunRoute, async (c) => c.json(await runs.cancel(c.req.valid('param').id), 200))
    .openapi(resumeRunRoute, async (c) => c.json(await runs.resume(c.req.valid('param').id), 200))
    .openapi(openRunRoute, async (c) => {
      const folder = await runs.folderOf(c.req.valid('param').id);
      await openOutside(folder);
      return c.json({ folder }, 200);
    })
    .openapi(trashRunRoute, async (c) => c.json(await runs.trash(c.req.valid('param').id), 200))
    .openapi(restoreRunRoute, async (c) => c.json(await runs.restore(c.req.valid('param').trash_id), 200));
}
