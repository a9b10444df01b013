import { createRoute, z } from '@hono/zod-openapi';
import {
  facePicturePathSchema,
  facePictureQuerySchema,
  facePictureSchema,
} from '../../contract/face-pictures.ts';
import { thumbnailQuerySchema } from '../../contract/http.ts';
import type { FacePictures } from '../faces/face-pictures.ts';
import { byteAnswers, jsonAnswers, newRoutes } from '../http-app.ts';
import { cacheHeaders, hasTag } from '../http-cache.ts';
import type { ServerContext } from '../server-context.ts';

const pictureParams = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Picture'),
});

const BYTES = { type: 'string', format: 'binary' } as const;

const addPictureRoute = createRoute({
  method: 'post',
  path: '/faces/pictures',
  request: {
    query: facePictureQuerySchema,
    body: {
      content: {
        'application/json': { schema: facePicturePathSchema },
        'image/*': { schema: BYTES },
        'application/octet-stream': { schema: BYTES },
      },
    },
  },
  responses: jsonAnswers(
    facePictureSchema,
    'A reference picture with its faces; one that was sent is kept, one of this machine stays where it is',
  ),
});

const showPictureRoute = createRoute({
  method: 'get',
  path: '/faces/pictures/{id}',
  request: { params: pictureParams, query: thumbnailQuerySchema.pick({ width: true }) },
  responses: byteAnswers('image/webp', 'The picture, small and upright'),
});

const removePictureRoute = createRoute({
  method: 'delete',
  path: '/faces/pictures/{id}',
  request: { params: pictureParams },
  responses: jsonAnswers(
    z.object({ id: z.string().describe('Picture') }),
    'It has moved to the trash, if it was sent; one of this machine stays where it is',
  ),
});

const JSON_TYPE = /^application\/json\b/i;

/** Routes: reference pictures of people, before a run. */
export function facePicturesRoutes(context: ServerContext, pictures: FacePictures) {
  return newRoutes()
    .openapi(addPictureRoute, async (c) => {
      const { model } = c.req.valid('query');
      const signal = AbortSignal.any([c.req.raw.signal, context.signal]);
      if (JSON_TYPE.test(c.req.header('content-type') ?? '')) {
        // Checked by the route already; beside the other kind of body its type is lost.
        const { path } = facePicturePathSchema.parse(await c.req.json());
        return c.json(await pictures.pick(path, model, signal), 200);
      }
      const bytes = Buffer.from(await c.req.raw.arrayBuffer());
      return c.json(await pictures.send(bytes, model, signal), 200);
    })
    .openapi(showPictureRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { width } = c.req.valid('query');
      const tag = `${id}-${width}`;
      // The address names the contents.
      const headers = cacheHeaders(tag, true);
      if (hasTag(c.req.header('if-none-match'), tag)) return c.body(null, 304, headers);
      const picture = await pictures.thumbnail(id, width);
      return c.body(new Uint8Array(picture), 200, { ...headers, 'Content-Type': 'image/webp' });
    })
    .openapi(removePictureRoute, async (c) => {
      const { id } = c.req.valid('param');
      await pictures.remove(id);
      return c.json({ id }, 200);
    });
}
