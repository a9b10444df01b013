import { createRoute } from '@hono/zod-openapi';
import { type ReviewAnswer, reviewAnswerSchema, reviewPatchSchema } from '../../contract/http.ts';
import { jsonAnswers, jsonBody, newRoutes, runParams } from '../http-app.ts';
import type { RecordStore } from '../records/record-store.ts';
import { ReviewStore } from '../review-store.ts';
import type { ServerContext } from '../server-context.ts';

const getReviewRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/review',
  request: { params: runParams },
  responses: jsonAnswers(reviewAnswerSchema, 'Pins and rejects'),
});

const patchReviewRoute = createRoute({
  method: 'patch',
  path: '/runs/{id}/review',
  request: { params: runParams, body: jsonBody(reviewPatchSchema) },
  responses: jsonAnswers(reviewAnswerSchema, 'Pins and rejects after the change'),
});

/** Marks that an event may carry: thousands of events are kept for streams that were cut off. */
const MOST_TOLD = 2000;

const isShort = ({ pinned, rejected }: ReviewAnswer) => pinned.length + rejected.length <= MOST_TOLD;

/** Routes: verdicts. */
export function reviewRoutes({ runs, hub }: ServerContext, records: RecordStore) {
  const reviews = new ReviewStore(records);
  return newRoutes()
    .openapi(getReviewRoute, async (c) => {
      const { id } = c.req.valid('param');
      return c.json(await reviews.get(await runs.folderOf(id)), 200);
    })
    .openapi(patchReviewRoute, async (c) => {
      const { id } = c.req.valid('param');
      const review = await reviews.change(await runs.folderOf(id), c.req.valid('json'));
      const listed = (await runs.get(id)).id;
      // A page may still go by another id of the run.
      for (const name of new Set([listed, id])) {
        hub.publish({ type: 'review', id: name, review: isShort(review) ? review : null });
      }
      return c.json(review, 200);
    });
}
