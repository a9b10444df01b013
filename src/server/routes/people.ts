import { createRoute } from '@hono/zod-openapi';
import {
  encodeComparison,
  peopleAnswerSchema,
  peopleChangeSchema,
  referencesRequestSchema,
} from '../../contract/people.ts';
import type { FacePictures } from '../faces/face-pictures.ts';
import { byteAnswers, jsonAnswers, jsonBody, newRoutes, runParams } from '../http-app.ts';
import { PeopleStore } from '../people/people-store.ts';
import type { ServerContext } from '../server-context.ts';

const getPeopleRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/people',
  request: { params: runParams },
  responses: jsonAnswers(peopleAnswerSchema, 'Who is on the frames of a run'),
});

const changePeopleRoute = createRoute({
  method: 'patch',
  path: '/runs/{id}/people',
  request: { params: runParams, body: jsonBody(peopleChangeSchema) },
  responses: jsonAnswers(peopleAnswerSchema, 'Who is who after the change'),
});

const COMPARISON = 'Distances and persons by row of face_embeddings.f16, see people.ts';

const getComparisonRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/references',
  request: { params: runParams },
  responses: byteAnswers('application/octet-stream', COMPARISON),
});

const lookRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/references',
  request: { params: runParams, body: jsonBody(referencesRequestSchema) },
  responses: byteAnswers('application/octet-stream', COMPARISON),
});

const BYTES = { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' } as const;

/** Routes: who is on the frames of a run, and who is looked for. */
export function peopleRoutes({ runs, hub, signal }: ServerContext, pictures: FacePictures) {
  const people = new PeopleStore((id) => pictures.fileOf(id));
  const tell = async (id: string) => {
    const listed = (await runs.get(id)).id;
    // A page may still go by another id of the run.
    for (const name of new Set([listed, id])) hub.publish({ type: 'people', id: name });
  };
  return newRoutes()
    .openapi(getPeopleRoute, async (c) => {
      return c.json(await people.get(await runs.folderOf(c.req.valid('param').id)), 200);
    })
    .openapi(changePeopleRoute, async (c) => {
      const { id } = c.req.valid('param');
      const answer = await people.change(await runs.folderOf(id), c.req.valid('json'));
      await tell(id);
      return c.json(answer, 200);
    })
    .openapi(getComparisonRoute, async (c) => {
      const table = await people.comparison(await runs.folderOf(c.req.valid('param').id));
      return c.body(encodeComparison(table), 200, BYTES);
    })
    .openapi(lookRoute, async (c) => {
      const { id } = c.req.valid('param');
      const asked = AbortSignal.any([c.req.raw.signal, signal]);
      const table = await people.look(await runs.folderOf(id), c.req.valid('json'), asked);
      await tell(id);
      return c.body(encodeComparison(table), 200, BYTES);
    });
}
