import type { QualityWeights } from '../contract/metric.ts';
import type { FrameColumns } from './columns.ts';
import type { Field } from './fields.ts';
import { qualityColumn } from './quality.ts';
import { radixSort, sortKeys } from './sort-keys.ts';

/** What frames can be sorted by. */
export type SortKey = 'time' | Field;

/** Smallest or largest value first. */
export type SortDirection = 'ascending' | 'descending';

/** The values of a field (NaN where nothing was measured) or the times in seconds. */
export function valuesBy(columns: FrameColumns, key: SortKey, weights: QualityWeights): Float64Array {
  if (key === 'time') return columns.times;
  if (key === 'quality') return qualityColumn(columns, weights).values;
  return columns.values(key);
}

/** Rows by ascending frame number. */
function byFrameNumber(columns: FrameColumns): Uint32Array {
  const rows = Uint32Array.from({ length: columns.length }, (_, row) => row);
  return columns.ordered ? rows : radixSort(rows, sortKeys(columns.frameNumbers, columns.length, false));
}

/**
 * All rows sorted by one key; make it once a key and walk it for every selection (`keptRows`). Equal values stand
 * by ascending frame number in either direction; frames without a value come last.
 * @param weights the weights under which `quality` is sorted
 */
export function orderBy(
  columns: FrameColumns,
  key: SortKey,
  direction: SortDirection,
  weights: QualityWeights,
): Uint32Array {
  const values = valuesBy(columns, key, weights);
  return radixSort(byFrameNumber(columns), sortKeys(values, columns.length, direction === 'descending'));
}
