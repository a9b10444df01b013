import {
  CancelledError,
  type FetchQueryOptions,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';

/**
 * Fetches an answer that events of the server keep up to date. When an event takes the question back, since its answer may
 * be older than the event, it is asked anew.
 * @throws ApiError as the question does
 */
export async function fetchAnswer<Answer, Key extends QueryKey>(
  client: QueryClient,
  query: FetchQueryOptions<Answer, Error, Answer, Key>,
): Promise<Answer> {
  for (;;) {
    try {
      return await client.fetchQuery(query);
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) throw thrown;
    }
  }
}
