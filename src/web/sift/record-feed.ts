import type { RecordTable } from '../../contract/record-table.ts';
import { sliceTable } from '../../contract/record-table.ts';
import type { KnownRecords } from '../api/records.ts';
import { FrameData } from './model/frame-data.ts';

/** Rows taken in at once; between two such parts the page answers. */
const PART = 100_000;

/** Where rows come from, and who takes them. */
export interface FeedParts {
  readonly fetch: (known: KnownRecords | null) => Promise<RecordTable>;
  /** Rows that are there. */
  readonly length: () => number;
  /** Takes rows behind those that are there. */
  readonly append: (table: RecordTable) => void;
  /** Takes all rows anew: the run was written again. */
  readonly replace: (data: FrameData) => void;
  /** Lets the page answer before the next part. */
  readonly breathe: () => Promise<void>;
}

/** Brings the rows of a run while it goes on: one request at a time, each for what is missing by then. */
export class RecordFeed {
  readonly #parts: FeedParts;
  #generation: string;
  #pulling = false;
  #again = false;

  /** @param generation of the rows that are there already */
  constructor(generation: string, parts: FeedParts) {
    this.#generation = generation;
    this.#parts = parts;
  }

  /** Fetches what is missing; while a request is under way, once more afterwards. Failures wait for the next pull. */
  async pull(): Promise<void> {
    if (this.#pulling) {
      this.#again = true;
      return;
    }
    this.#pulling = true;
    try {
      do {
        this.#again = false;
        await this.#pullOnce();
      } while (this.#again);
    } catch {
      // The next event, or the stream that stands again, asks anew.
    } finally {
      this.#pulling = false;
    }
  }

  async #pullOnce(): Promise<void> {
    const rows = this.#parts.length();
    const table = await this.#parts.fetch({ rows, generation: this.#generation });
    if (table.generation === this.#generation && table.from === rows) {
      if (table.rows > 0) this.#parts.append(table);
      return;
    }
    const all = table.from === 0 ? table : await this.#parts.fetch(null);
    this.#generation = all.generation;
    this.#parts.replace(await takenIn(all, this.#parts.breathe));
  }
}

/** The rows of a table, taken in part by part. */
export async function takenIn(table: RecordTable, breathe: () => Promise<void>): Promise<FrameData> {
  const data = new FrameData(Math.max(1024, table.rows));
  for (let first = 0; first < table.rows; first += PART) {
    if (first > 0) await breathe();
    data.append(sliceTable(table, first, Math.min(table.rows, first + PART)));
  }
  return data;
}

/** Lets the browser paint and answer. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
