import { radixSort, sortKeys } from '../../../select/sort-keys.ts';

/** Rows by value, equal ones as they stand; the order that `orderBy` of `select` makes of ordered rows. */
export function sortedRows(values: Float64Array, descending: boolean): Uint32Array<ArrayBuffer> {
  const rows = Uint32Array.from({ length: values.length }, (_, row) => row);
  return new Uint32Array(radixSort(rows, sortKeys(values, values.length, descending)));
}
