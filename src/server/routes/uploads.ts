import { join } from 'node:path';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { AppError, toAppError } from '../../contract/app-error.ts';
import { type UploadsAnswer, uploadsAnswerSchema } from '../../contract/uploads.ts';
import { jsonAnswers, newRoutes } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';
import { FingerprintCache } from '../uploads/fingerprint-cache.ts';
import { TusEndpoint } from '../uploads/tus-endpoint.ts';
import { UploadFolder } from '../uploads/upload-folder.ts';
import { UploadList } from '../uploads/upload-list.ts';

const listUploadsRoute = createRoute({
  method: 'get',
  path: '/uploads',
  responses: jsonAnswers(uploadsAnswerSchema, 'Files that were sent'),
});

const uploadParams = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe('Upload'),
});

const deleteUploadRoute = createRoute({
  method: 'delete',
  path: '/uploads/{id}',
  request: { params: uploadParams },
  responses: jsonAnswers(
    uploadsAnswerSchema,
    'The files that are left. A complete one has moved to the trash; what had arrived of another one is gone',
  ),
});

const restoreUploadRoute = createRoute({
  method: 'post',
  path: '/uploads/{id}/restore',
  request: { params: uploadParams },
  responses: jsonAnswers(uploadsAnswerSchema, 'All files, the one from the trash among them'),
});

/** Routes: files sent by the page; sending itself is tus at /uploads/tus. */
export function uploadsRoutes({ settings, runs, hub, log, signal }: ServerContext) {
  const trash = join(settings.state, 'trash-uploads');
  const folder = new UploadFolder({ folder: settings.uploads, trash }, () =>
    hub.publish({ type: 'uploads' }),
  );
  const fingerprints = new FingerprintCache(join(settings.state, 'upload-fingerprints.json'));
  const uploads = new UploadList({ folder, fingerprints, runs });
  const tus = new TusEndpoint(folder, settings.maxUpload);
  if (!signal.aborted) {
    folder.clean(new Date()).catch((thrown: unknown) => log('warn', toAppError(thrown).message));
  }
  const answer = async (): Promise<UploadsAnswer> => {
    return { uploads: await uploads.all(), limit: settings.maxUpload };
  };
  const send = (c: Context) => tus.answer(c.req.raw);
  const routes = newRoutes();
  routes.on(['POST', 'OPTIONS'], '/uploads/tus', send);
  routes.on(['PATCH', 'DELETE', 'OPTIONS'], '/uploads/tus/:id', send);
  // HEAD arrives as GET; there is nothing to read here.
  routes.get('/uploads/tus/:id', (c) => {
    if (c.req.raw.method === 'HEAD') return send(c);
    throw new AppError('not_found', { what: 'such page' });
  });
  return routes
    .openapi(listUploadsRoute, async (c) => c.json(await answer(), 200))
    .openapi(deleteUploadRoute, async (c) => {
      const { id } = c.req.valid('param');
      await uploads.checkUnused(id);
      await tus.remove(id, c.req.raw.signal);
      return c.json(await answer(), 200);
    })
    .openapi(restoreUploadRoute, async (c) => {
      await tus.restore(c.req.valid('param').id, c.req.raw.signal);
      return c.json(await answer(), 200);
    });
}
