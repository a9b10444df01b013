import type { QueryClient } from '@tanstack/react-query';
import { reviewQuery, runQuery } from '../api/queries.ts';
import { fetchRecords } from '../api/records.ts';
import { breathe, RecordFeed, takenIn } from './record-feed.ts';
import { Sift } from './sift.ts';

/** A run that is sifted, with what brings its further rows. */
export interface LoadedSift {
  readonly sift: Sift;
  readonly feed: RecordFeed;
}

/**
 * Loads a run with everything that is known of its frames.
 * @param id of the run in the address
 * @throws ApiError when the run is not there, or nobody answers
 */
export async function loadSift(client: QueryClient, id: string, signal: AbortSignal): Promise<LoadedSift> {
  const [run, review, table] = await Promise.all([
    client.fetchQuery(runQuery(id)),
    client.fetchQuery(reviewQuery(id)),
    fetchRecords(id, null, signal),
  ]);
  const data = await takenIn(table, breathe);
  signal.throwIfAborted();
  const sift = new Sift(run, review, data, new URLSearchParams(location.search));
  const { model } = sift;
  const feed = new RecordFeed(table.generation, {
    fetch: (known) => fetchRecords(run.id, known, signal),
    length: () => model.data.length,
    append: (rows) => model.append(rows),
    replace: (rows) => sift.replace(rows),
    breathe,
  });
  return { sift, feed };
}
