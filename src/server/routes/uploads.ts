import { join } from 'node:path';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { AppError, toAppError } from '../../contract/app-error.ts';
import { type UploadsAnswer, uploadsAnswerSchema } from '../../contract/http.ts';
import { jsonAnswers, newRoutes } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';
import { TusEndpoint } from '../uploads/tus-endpoint.ts';
import { UploadFolder } from '../uploads/upload-folder.ts';

const listUploadsRoute = createRoute({
  method: 'get',
  path: '/uploads',
  responses: jsonAnswers(uploadsAnswerSchema, 'Files that were sent'),
});

const deleteUploadRoute = createRoute({
  method: 'delete',
  path: '/uploads/{id}',
  request: {
    params: z.object({
      id: z
        .string()
        .regex(/^[\w-]{1,64}$/)
        .describe('Upload'),
    }),
  },
  responses: jsonAnswers(uploadsAnswerSchema, 'Moves a sent file to the trash'),
});

/** Routes: files sent by the page; sending itself is tus at /uploads/tus. */
export function uploadsRoutes({ settings, log, signal }: ServerContext) {
  const trash = join(settings.state, 'trash-uploads');
  const folder = new UploadFolder({ folder: settings.uploads, trash });
  const tus = new TusEndpoint(folder, settings.maxUpload);
  if (!signal.aborted) {
    folder.clean(new Date()).catch((thrown: unknown) => log('warn', toAppError(thrown).message));
  }
  const list = async (): Promise<UploadsAnswer> => {
    const uploads = (await folder.list()).map(({ record, offset, path }) => {
      const { id, name, size, file } = record;
      return { id, name: file ?? name, path, size, offset };
    });
    return { uploads, limit: settings.maxUpload };
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
    .openapi(listUploadsRoute, async (c) => c.json(await list(), 200))
    .openapi(deleteUploadRoute, async (c) => {
      await tus.remove(c.req.valid('param').id, c.req.raw.signal);
      return c.json(await list(), 200);
    });
}
