import type { Verdict } from '../../../contract/http.ts';
import type { FrameColumns } from '../../../select/columns.ts';

/** Verdicts as a column: one number of {@link MARKED} a row. */
export type Marks = Uint8Array;

/** The numbers of verdicts in a column. */
export const MARKED = { none: 0, pin: 1, reject: 2 } as const;

/** The verdicts of some frames as a column of all rows. */
export function marksColumn(columns: FrameColumns, verdicts: ReadonlyMap<number, 'pin' | 'reject'>): Marks {
  const marks = new Uint8Array(columns.length);
  for (const [frameNumber, verdict] of verdicts) {
    const row = columns.rowOf(frameNumber);
    if (row >= 0) marks[row] = MARKED[verdict];
  }
  return marks;
}

/** The verdict that a number of a column stands for. */
export function verdictAt(marks: Marks, row: number): Verdict {
  const mark = marks[row];
  if (mark === MARKED.pin) return 'pin';
  return mark === MARKED.reject ? 'reject' : null;
}
