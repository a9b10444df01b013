import { hc } from 'hono/client';
import type { HttpError } from '../../contract/http.ts';
import type { ApiRoutes } from '../../server/app.ts';
import { errorOf, unreachable } from './api-error.ts';

/** `fetch` that throws an `ApiError` for anything but a result; an aborted request throws what `fetch` throws. */
export async function checkedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, init);
  } catch (thrown) {
    if (init?.signal?.aborted) throw thrown;
    throw unreachable();
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/**
 * The routes of the server as typed calls: `api.runs.$get()`, `api.runs[':id'].$get({ param: { id } })`.
 * Anything but a result is thrown as `ApiError`.
 */
export const api = hc<ApiRoutes>('/', { fetch: checkedFetch }).api;

/** What the answers of a call hold, errors left out. */
type Result<R extends { json(): Promise<unknown> }> = Exclude<Awaited<ReturnType<R['json']>>, HttpError>;

/**
 * The result of a call as JSON: `await resultOf(api.runs.$get())`.
 * @throws ApiError as {@link checkedFetch} does, which is why errors are left out of the type
 */
export async function resultOf<R extends { json(): Promise<unknown> }>(call: Promise<R>): Promise<Result<R>> {
  return (await (await call).json()) as Result<R>;
}
