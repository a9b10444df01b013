import type { QueryClient } from '@tanstack/react-query';
import type { ModelPack, ModelsAnswer } from '../../../contract/model-http.ts';
import { api, resultOf } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';

/** An answer may be older than what an event has told meanwhile: only what has begun is taken from it. */
function take(client: QueryClient, pack: ModelPack): void {
  client.setQueryData<ModelsAnswer>(queryKeys.models, (old) => {
    if (!old) return undefined;
    const models = old.models.map((known) => {
      const begun = known.name === pack.name && known.download?.state !== 'running';
      return begun && known.state !== 'present' ? pack : known;
    });
    return { ...old, models };
  });
}

/**
 * Begins the download of models.
 * @param accept terms that the person accepts by it
 * @throws ApiError
 */
export async function getModels(client: QueryClient, name: string, accept: string | null): Promise<void> {
  const json = accept === null ? {} : { accept };
  take(client, await resultOf(api.models[':name'].pull.$post({ param: { name }, json })));
}

/**
 * Stops the download of models; what has arrived is kept.
 * @throws ApiError
 */
export async function stopModels(name: string): Promise<void> {
  await resultOf(api.models[':name'].cancel.$post({ param: { name } }));
}
