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

/** The rows as a table of docs/benchmarks.md. */
export function table(rows: readonly Row[]): string {
  const number = (value: number, unit: string) => `${value.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`;
  const line = (row: Row) =>
    `| ${row.what} | ${number(row.measured, row.unit)} | ${number(row.bound, row.unit)} | ${number(row.goal, row.unit)} | ${verdict(row)} | ${row.note} |`;
  return [
    '| what | measured | bound | goal | met | seconds |',
    '| --- | ---: | ---: | ---: | --- | --- |',
    ...rows.map(line),
  ].join('\n');
}
