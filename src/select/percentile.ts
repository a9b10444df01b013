/** The measured values of a run in ascending order. */
export type Ranking = Float64Array;

/**
 * Ranks the values of a field (see `valuesBy`) once, for many calls of {@link percentileOf}.
 * @param length how many of the values count
 */
export function rankValues(values: Float64Array, length: number): Ranking {
  return values
    .subarray(0, length)
    .filter((value) => !Number.isNaN(value))
    .sort();
}

/**
 * Percent of the measured frames whose value is at most this one: 100 for the largest value of the run, 0 for
 * anything below the smallest; null where nothing was measured.
 */
export function percentileOf(ranking: Ranking, value: number): number | null {
  if (ranking.length === 0 || Number.isNaN(value)) return null;
  let low = 0;
  let high = ranking.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranking[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return (low / ranking.length) * 100;
}
