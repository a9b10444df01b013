import { createRoute, z } from '@hono/zod-openapi';
import { filesAnswerSchema } from '../../contract/http.ts';
import { listFolder, listRoots } from '../files/list-folder.ts';
import { jsonAnswers, newRoutes } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';

const listFilesRoute = createRoute({
  method: 'get',
  path: '/files',
  request: {
    query: z.object({
      path: z.string().max(4096).optional().describe('Absolute path; without it the list of roots'),
    }),
  },
  responses: jsonAnswers(filesAnswerSchema, 'Contents of a folder; without a path the list of roots'),
});

/** Routes: files of the machine. */
export function filesRoutes({ roots }: ServerContext) {
  return newRoutes().openapi(listFilesRoute, async (c) => {
    const { path } = c.req.valid('query');
    const answer = path ? await listFolder(roots, path, c.req.raw.signal) : await listRoots(roots);
    return c.json(answer, 200);
  });
}
