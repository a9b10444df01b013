import type { QueryClient } from '@tanstack/react-query';
import { api, resultOf } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';

/**
 * Begins the download of models. How far it is comes by events; the answer may be older than the latest of them, so the
 * list is asked for instead.
 * @param accept terms that the person accepts by it
 * @throws ApiError
 */
export async function getModels(client: QueryClient, name: string, accept: string | null): Promise<void> {
  const json = accept === null ? {} : { accept };
  await resultOf(api.models[':name'].pull.$post({ param: { name }, json }));
  await client.invalidateQueries({ queryKey: queryKeys.models });
}

/**
 * Stops the download of models; what has arrived is kept.
 * @throws ApiError
 */
export async function stopModels(name: string): Promise<void> {
  await resultOf(api.models[':name'].cancel.$post({ param: { name } }));
}
