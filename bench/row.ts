/** One row of the table in docs/benchmarks.md. */
export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly bound: number;
  readonly goal: number;
  readonly unit: string;
  readonly note: string;
}

function verdict({ measured, bound, goal }: Row): string {
  if (measured <= goal) return 'goal';
  return measured <= bound ? 'bound' : '**missed**';
}

/**
 * The rows as a table of docs/benchmarks.md.
 * @param earlier a table whose other rows stay, in its order
 */
export function table(rows: readonly Row[], earlier = ''): string {
  const number = (value: number, unit: string) => `${value.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`;
  const line = (row: Row) =>
    `| ${row.what} | ${number(row.measured, row.unit)} | ${number(row.bound, row.unit)} | ${number(row.goal, row.unit)} | ${verdict(row)} | ${row.note} |`;
  const lines = new Map(
    [...earlier.matchAll(/^\| ((?!what |---).+?) \| .*\|$/gm)].map(([whole, what]) => [what, whole]),
  );
  for (const row of rows) lines.set(row.what, line(row));
  return [
    '| what | measured | bound | goal | met | seconds |',
    '| --- | ---: | ---: | ---: | --- | --- |',
    ...lines.values(),
  ].join('\n');
}
