import { useEffect, useRef, useState } from 'react';
import { fetchRecords } from '../api/records.ts';
import { useServerEvents } from '../api/server-events.ts';
import { RunRecords } from './run-records.ts';

/** Shortest time between two questions for new rows, milliseconds. */
const PAUSE_MS = 500;

/** Asks for rows: at most twice a second, one question at a time, and once more for what was told meanwhile. */
class RecordsFeed {
  readonly records = new RunRecords();
  readonly #id: string;
  readonly #tell: (error: unknown) => void;
  readonly #ended = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #asking = false;
  #again = false;

  constructor(id: string, tell: (error: unknown) => void) {
    this.#id = id;
    this.#tell = tell;
  }

  /** There may be new rows. */
  ask(): void {
    if (this.#asking || this.#timer !== null) {
      this.#again = true;
      return;
    }
    void this.#fetch();
  }

  /** Stops. */
  end(): void {
    this.#ended.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #fetch(): Promise<void> {
    const { signal } = this.#ended;
    this.#asking = true;
    this.#again = false;
    let error: unknown = null;
    try {
      this.records.add(await fetchRecords(this.#id, this.records.known, signal));
    } catch (thrown) {
      error = thrown;
    }
    this.#asking = false;
    if (signal.aborted) return;
    this.#tell(error);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#again || (error === null && this.records.known === null)) this.ask();
    }, PAUSE_MS);
  }
}

/** The records of a run as they stand. */
export interface LiveRecords {
  readonly records: RunRecords;
  /** Rows that are there; null = not asked yet. */
  readonly rows: number | null;
  readonly error: unknown;
}

/**
 * The records of a run, with new rows as they are written.
 * @param wanted whether there can be any: a run that is queued has none
 */
export function useRunRecords(id: string, wanted: boolean): LiveRecords {
  const [live, setLive] = useState<LiveRecords>(() => ({
    records: new RunRecords(),
    rows: null,
    error: null,
  }));
  const feed = useRef<RecordsFeed>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    const own = new RecordsFeed(id, (error) => {
      setLive({ records: own.records, rows: own.records.columns.length, error });
    });
    feed.current = own;
    own.ask();
    return () => {
      own.end();
      feed.current = null;
    };
  }, [id, wanted]);
  useServerEvents((event) => {
    if (event.type === 'reset' || (event.type === 'records' && event.id === id)) feed.current?.ask();
  });
  return live;
}
