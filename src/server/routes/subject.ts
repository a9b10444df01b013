import { createRoute } from '@hono/zod-openapi';
import {
  putSubjectSchema,
  subjectAnswerSchema,
  subjectPointingSchema,
  subjectPreparedSchema,
  subjectPrepareSchema,
  subjectPreviewSchema,
} from '../../contract/subject-http.ts';
import { jsonAnswers, jsonBody, newRoutes, runParams } from '../http-app.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { ServerContext } from '../server-context.ts';
import { SubjectStore } from '../subject/subject-store.ts';

const getSubjectRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/subject',
  request: { params: runParams },
  responses: jsonAnswers(subjectAnswerSchema, 'What was pointed at after the analysis'),
});

const putSubjectRoute = createRoute({
  method: 'put',
  path: '/runs/{id}/subject',
  request: { params: runParams, body: jsonBody(putSubjectSchema) },
  responses: jsonAnswers(
    subjectAnswerSchema,
    'What is pointed at from now on; the run is in the queue again, to track the shots anew that it concerns',
  ),
});

const previewSubjectRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/subject/preview',
  request: { params: runParams, body: jsonBody(subjectPointingSchema) },
  responses: jsonAnswers(subjectPreviewSchema, 'What the subject of the frame would be; nothing is stored'),
});

const prepareSubjectRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/subject/prepare',
  request: { params: runParams, body: jsonBody(subjectPrepareSchema) },
  responses: jsonAnswers(
    subjectPreparedSchema,
    'Model and frame are in memory, so that previews come at once; they stay for a minute',
  ),
});

/** Routes: the subject, pointed at by a person. */
export function subjectRoutes(context: ServerContext, records: RecordStore) {
  const subjects = new SubjectStore(context, records);
  const until = (asked: AbortSignal) => AbortSignal.any([asked, context.signal]);
  return newRoutes()
    .openapi(getSubjectRoute, async (c) => c.json(await subjects.get(c.req.valid('param').id), 200))
    .openapi(putSubjectRoute, async (c) => {
      const { prompts } = c.req.valid('json');
      return c.json(await subjects.put(c.req.valid('param').id, prompts, until(c.req.raw.signal)), 200);
    })
    .openapi(previewSubjectRoute, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await subjects.preview(id, c.req.valid('json'), until(c.req.raw.signal)), 200);
    })
    .openapi(prepareSubjectRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { frame_number } = c.req.valid('json');
      return c.json(await subjects.prepare(id, frame_number, until(c.req.raw.signal)), 200);
    });
}
