import {
  type ComparisonTable,
  decodeComparison,
  type PeopleAnswer,
  type PeopleChange,
  type ReferencesRequest,
} from '../../contract/people.ts';
import { api, resultOf } from './client.ts';

/**
 * GET /api/runs/{id}/references: the distances in effect.
 * @throws ApiError `faces_missing` where faces cannot be compared
 */
export async function fetchComparison(id: string, signal?: AbortSignal): Promise<ComparisonTable> {
  const call = { param: { id } };
  const response = await api.runs[':id'].references.$get(call, signal ? { init: { signal } } : {});
  return decodeComparison(await response.arrayBuffer());
}

/**
 * POST /api/runs/{id}/references: looks for other people from now on; none = those of the analysis.
 * @throws ApiError
 */
export async function lookFor(
  id: string,
  references: ReferencesRequest['references'],
): Promise<ComparisonTable> {
  const response = await api.runs[':id'].references.$post({ param: { id }, json: { references } });
  return decodeComparison(await response.arrayBuffer());
}

/**
 * PATCH /api/runs/{id}/people: one change of who is who.
 * @throws ApiError
 */
export function changePeople(id: string, change: PeopleChange): Promise<PeopleAnswer> {
  return resultOf(api.runs[':id'].people.$patch({ param: { id }, json: change }));
}
