import { decodeTable, type RecordTable } from '../../contract/record-table.ts';
import { api } from './client.ts';

/** What is there already of a run's records. */
export interface KnownRecords {
  /** Rows, counted from the first. */
  readonly rows: number;
  /** Generation of those rows; rows of another one must not be joined to them. */
  readonly generation: string;
}

/**
 * GET /api/runs/{id}/records: the columns of a run behind those that are there, which may be none. Where the rows that
 * are there are no longer valid, all rows come (`from` is 0).
 * @param known null = nothing yet
 * @throws ApiError, or AppError `internal` for a block of another version
 */
export async function fetchRecords(
  id: string,
  known: KnownRecords | null,
  signal?: AbortSignal,
): Promise<RecordTable> {
  const query = known ? { from: String(known.rows), generation: known.generation } : {};
  const call = { param: { id }, query };
  const response = await api.runs[':id'].records.$get(call, signal ? { init: { signal } } : {});
  return decodeTable(await response.arrayBuffer());
}
