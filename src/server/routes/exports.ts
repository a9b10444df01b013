import { createRoute } from '@hono/zod-openapi';
import {
  exportPlanSchema,
  exportRequestSchema,
  exportStatusSchema,
  openedSchema,
} from '../../contract/http.ts';
import { type ExportContext, ExportJobs } from '../exports/export-jobs.ts';
import { jsonAnswers, jsonBody, newRoutes, runParams } from '../http-app.ts';
import { openOutside } from '../open-outside.ts';

const planExportRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/export/plan',
  request: { params: runParams, body: jsonBody(exportRequestSchema) },
  responses: jsonAnswers(exportPlanSchema, 'What would be written'),
});

const startExportRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/export',
  request: { params: runParams, body: jsonBody(exportRequestSchema) },
  responses: jsonAnswers(exportStatusSchema, 'The export, begun'),
});

const getExportRoute = createRoute({
  method: 'get',
  path: '/exports/{id}',
  request: { params: runParams },
  responses: jsonAnswers(exportStatusSchema, 'An export'),
});

const cancelExportRoute = createRoute({
  method: 'post',
  path: '/exports/{id}/cancel',
  request: { params: runParams },
  responses: jsonAnswers(exportStatusSchema, 'The export, being stopped'),
});

const openExportRoute = createRoute({
  method: 'post',
  path: '/exports/{id}/open',
  request: { params: runParams },
  responses: jsonAnswers(openedSchema, 'The folder, shown by the file manager'),
});

/**
 * Routes: exports.
 * @param openFolder shows a folder in the file manager
 */
export function exportsRoutes(
  context: ExportContext,
  openFolder: (folder: string) => Promise<unknown> = openOutside,
) {
  const jobs = new ExportJobs(context);
  return newRoutes()
    .openapi(planExportRoute, async (c) =>
      c.json(await jobs.plan(c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(startExportRoute, async (c) =>
      c.json(await jobs.start(c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(getExportRoute, (c) => c.json(jobs.get(c.req.valid('param').id), 200))
    .openapi(cancelExportRoute, (c) => c.json(jobs.cancel(c.req.valid('param').id), 200))
    .openapi(openExportRoute, async (c) => {
      const folder = jobs.folderOf(c.req.valid('param').id);
      await openFolder(folder);
      return c.json({ folder }, 200);
    });
}
