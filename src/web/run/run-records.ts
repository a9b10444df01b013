import { REASONS, type Reason } from '../../contract/reasons.ts';
import type { RecordTable } from '../../contract/record-table.ts';
import { FrameColumns, OPEN } from '../../select/columns.ts';

/** How many frames were kept, and how many dropped for each reason that occurs. */
export interface ReasonTally {
  readonly kept: number;
  readonly dropped: number;
  /** The most frequent first. */
  readonly reasons: readonly { readonly reason: Reason; readonly count: number }[];
}

/** The records of a run that grows: columns that rows are added to, and what became of the frames. */
export class RunRecords {
  #columns = new FrameColumns();
  #generation: string | null = null;
  readonly #counts = new Uint32Array(256);

  /** The columns; others take their place when the run's records were written anew. */
  get columns(): FrameColumns {
    return this.#columns;
  }

  /** What is there, for the next question. */
  get known(): { readonly rows: number; readonly generation: string } | null {
    return this.#generation === null ? null : { rows: this.#columns.length, generation: this.#generation };
  }

  /** Adds rows as the server sent them. */
  add(table: RecordTable): void {
    if (table.generation !== this.#generation || table.from !== this.#columns.length) {
      // Rows that do not continue those at hand replace them; a part without a beginning is of no use.
      this.#forget();
      if (table.from !== 0) return;
      this.#generation = table.generation;
    }
    const first = this.#columns.length;
    this.#columns.appendTable(table);
    const { standing, length } = this.#columns;
    for (let row = first; row < length; row++) {
      const code = standing[row] ?? OPEN;
      this.#counts[code] = (this.#counts[code] ?? 0) + 1;
    }
  }

  #forget(): void {
    this.#columns = new FrameColumns();
    this.#generation = null;
    this.#counts.fill(0);
  }

  /** What became of the frames so far. */
  get tally(): ReasonTally {
    const kept = this.#counts[OPEN] ?? 0;
    const reasons = REASONS.map((reason, place) => ({ reason, count: this.#counts[place + 1] ?? 0 }));
    return {
      kept,
      dropped: this.#columns.length - kept,
      reasons: reasons.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
    };
  }
}
