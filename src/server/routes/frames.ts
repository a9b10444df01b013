import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { pictureQuerySchema, recordsQuerySchema, thumbnailQuerySchema } from '../../contract/http.ts';
import { frameRecordSchema } from '../../contract/record.ts';
import { byteAnswers, frameParams, jsonAnswers, newRoutes, runParams } from '../http-app.ts';
import { cacheHeaders, compressionFor, hasTag } from '../http-cache.ts';
import { FramePictures, type PictureBody } from '../pictures/frame-pictures.ts';
import { thumbnailWidth } from '../pictures/make-thumbnail.ts';
import type { ViewedRun } from '../pictures/viewed-run.ts';
import type { RecordStore } from '../records/record-store.ts';
import { tableBody } from '../records/record-stream.ts';
import type { ServerContext } from '../server-context.ts';

const recordsRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/records',
  request: { params: runParams, query: recordsQuerySchema },
  responses: byteAnswers(
    'application/octet-stream',
    'Columns of the records and of their faces, see record-table.ts and face-table.ts',
  ),
});

const frameRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/frames/{n}',
  request: { params: frameParams },
  responses: jsonAnswers(frameRecordSchema, 'A line of metadata.jsonl'),
});

const pictureRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/frames/{n}/picture',
  request: { params: frameParams, query: pictureQuerySchema },
  responses: byteAnswers('image/jpeg', 'The picture as stored, or decoded from the video where none is'),
});

const thumbnailRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/frames/{n}/thumbnail',
  request: { params: frameParams, query: thumbnailQuerySchema },
  responses: byteAnswers('image/webp', 'A small picture'),
});

const maskRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/frames/{n}/mask',
  request: { params: frameParams, query: pictureQuerySchema },
  responses: byteAnswers('image/png', 'The mask, where the run has one'),
});

/**
 * A picture, or that the one who asks has it already.
 * @param forever may be kept under its address without asking again
 */
function answerPicture(c: Context, { key }: ViewedRun, forever: boolean, picture: PictureBody) {
  const tag = `${key}-${picture.state}`;
  const headers = cacheHeaders(tag, forever);
  if (hasTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304, headers);
  const facts = { 'Content-Type': picture.type, 'Content-Length': String(picture.size) };
  return c.body(picture.body, 200, { ...headers, ...facts });
}

/** Routes: frames of a run. */
export function framesRoutes(context: ServerContext, records: RecordStore) {
  const { runs } = context;
  const pictures = new FramePictures(context, records);
  const runOf = async (id: string) => pictures.run(await runs.folderOf(id));
  return newRoutes()
    .openapi(recordsRoute, async (c) => {
      const { from, generation } = c.req.valid('query');
      const contents = await records.fileOf(await runs.folderOf(c.req.valid('param').id)).contents();
      const isOther = generation !== undefined && generation !== contents.generation;
      const table = contents.tableFrom(isOther ? 0 : from);
      const wanted = compressionFor(c.req.header('Accept-Encoding'));
      const tag = `${contents.generation}-${table.from}-${table.rows}-${wanted ?? 'plain'}`;
      const headers = { ...cacheHeaders(tag, false), Vary: 'Accept-Encoding' };
      if (hasTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304, headers);
      const { body, encoding, size } = tableBody(table, wanted);
      return c.body(body, 200, {
        ...headers,
        'Content-Type': 'application/octet-stream',
        ...(encoding !== null && { 'Content-Encoding': encoding }),
        ...(size !== null && { 'Content-Length': String(size) }),
      });
    })
    .openapi(frameRoute, async (c) => {
      const { id, n } = c.req.valid('param');
      const record = await records.fileOf(await runs.folderOf(id)).record(n);
      return c.json(record, 200, { 'Cache-Control': 'private, no-cache' });
    })
    .openapi(pictureRoute, async (c) => {
      const { id, n } = c.req.valid('param');
      const run = await runOf(id);
      const forever = c.req.valid('query').v === run.key;
      return answerPicture(c, run, forever, await pictures.picture(run, n, c.req.raw.signal));
    })
    .openapi(thumbnailRoute, async (c) => {
      const { id, n } = c.req.valid('param');
      const { v, width: wanted } = c.req.valid('query');
      const run = await runOf(id);
      const width = thumbnailWidth(wanted);
      const tag = `${run.key}-${n}-${width}`;
      const headers = cacheHeaders(tag, v === run.key);
      if (hasTag(c.req.header('If-None-Match'), tag)) return c.body(null, 304, headers);
      const thumbnail = await pictures.thumbnail(run, n, width, c.req.raw.signal);
      const facts = { 'Content-Type': 'image/webp', 'Content-Length': String(thumbnail.length) };
      return c.body(new Uint8Array(thumbnail), 200, { ...headers, ...facts });
    })
    .openapi(maskRoute, async (c) => {
      const { id, n } = c.req.valid('param');
      const run = await runOf(id);
      // The subject may be chosen anew, so masks are asked for each time; mostly the answer is that nothing has changed.
      return answerPicture(c, run, false, await pictures.mask(run, n));
    });
}
