import { createRoute, z } from '@hono/zod-openapi';
import { presetsAnswerSchema, presetViewSchema, savePresetSchema } from '../../contract/http.ts';
import { deletePreset, listPresets, savePreset } from '../../presets/preset-store.ts';
import { jsonAnswers, jsonBody, newRoutes } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';
import { Gate } from '../work/gate.ts';

const listPresetsRoute = createRoute({
  method: 'get',
  path: '/presets',
  responses: jsonAnswers(presetsAnswerSchema, 'The saved presets'),
});

const savePresetRoute = createRoute({
  method: 'put',
  path: '/presets/{name}',
  request: {
    params: z.object({ name: z.string().min(1).max(200).describe('Name of the preset') }),
    body: jsonBody(savePresetSchema),
  },
  responses: jsonAnswers(presetViewSchema, 'The saved preset'),
});

const deletePresetRoute = createRoute({
  method: 'delete',
  path: '/presets/{name}',
  request: { params: z.object({ name: z.string().min(1).max(200).describe('Name of the preset') }) },
  responses: jsonAnswers(presetsAnswerSchema, 'The presets that are left; the deleted one is in the trash'),
});

/** Routes: named option sets. */
export function presetsRoutes({ settings, hub, signal }: ServerContext) {
  const folder = settings.presets;
  // One change at a time: two windows that save under one new name must not both succeed.
  const changes = new Gate(1);
  const change = <T>(work: () => Promise<T>) =>
    changes.run(signal, async () => {
      const result = await work();
      hub.publish({ type: 'presets' });
      return result;
    });
  const list = async () => {
    const { presets, broken } = await listPresets(folder);
    return { presets: [...presets], broken: [...broken] };
  };
  return newRoutes()
    .openapi(listPresetsRoute, async (c) => c.json(await list(), 200))
    .openapi(savePresetRoute, async (c) => {
      const { name } = c.req.valid('param');
      const { options, replace } = c.req.valid('json');
      const saved = await change(() => savePreset(folder, name, options, { replace }));
      return c.json({ name: saved.name, options: { ...saved.options } }, 200);
    })
    .openapi(deletePresetRoute, async (c) => {
      const { name } = c.req.valid('param');
      await change(() => deletePreset(folder, name, new Date()));
      return c.json(await list(), 200);
    });
}
