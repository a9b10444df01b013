import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ServerEvent } from '../../contract/http.ts';
import { runQuery } from '../api/queries.ts';
import { useConnection, useServerEvents } from '../api/server-events.ts';
import { type LoadedSift, loadSift } from './load-sift.ts';
import { keepAddress } from './sift-address.ts';

/** Events of a run that goes on come often; its rows are fetched at most so often, milliseconds. */
const PULL_MS = 500;

/** How far the loading is. */
export type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | ({ readonly state: 'ready' } & LoadedSift);

/** The run of an address, loaded and kept up to date by the events of the server. */
export function useLoadedSift(id: string): Loaded {
  const client = useQueryClient();
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  useEffect(() => {
    void attempt; // a further one begins anew
    const ended = new AbortController();
    setLoaded({ state: 'loading' });
    loadSift(client, id, ended.signal).then(
      (sift) => {
        if (!ended.signal.aborted) setLoaded({ state: 'ready', ...sift });
      },
      (error: unknown) => {
        const retry = (): void => setAttempt((count) => count + 1);
        if (!ended.signal.aborted) setLoaded({ state: 'failed', error, retry });
      },
    );
    return () => ended.abort();
  }, [client, id, attempt]);
  const ready = loaded.state === 'ready' ? loaded : null;
  useEffect(() => (ready ? keepAddress(ready.sift) : undefined), [ready]);
  useUpdates(ready, id);
  return loaded;
}

/** Passes on what the server tells: rows, verdicts, the state of the run. */
function useUpdates(ready: LoadedSift | null, id: string): void {
  const [pull] = useState(() => throttled(PULL_MS));
  const [pullPeople] = useState(() => throttled(PULL_MS));
  const missed = useRef(new Set<ServerEvent['type']>());
  useServerEvents((event) => {
    if (!ready) {
      // What is being loaded may be older than this.
      missed.current.add(event.type);
      return;
    }
    const { sift, feed } = ready;
    const own = 'id' in event && (event.id === sift.run.value.id || event.id === id);
    if (event.type === 'records' && own) pull(() => void feed.pull());
    if (event.type === 'review' && own) {
      if (event.review) sift.review.told(event.review);
      else void sift.review.refresh();
    }
    if (event.type === 'people' && own) pullPeople(() => void sift.peopleChanged());
    if (event.type === 'reset') {
      void feed.pull();
      void sift.review.refresh();
      sift.review.retry();
    }
  });
  useEffect(() => {
    if (!ready) return;
    const types = missed.current;
    missed.current = new Set();
    if (types.has('records') || types.has('reset')) void ready.feed.pull();
    if (types.has('review') || types.has('reset')) void ready.sift.review.refresh();
    if (types.has('people')) void ready.sift.peopleChanged();
  }, [ready]);
  const { data: run } = useQuery(runQuery(id));
  useEffect(() => {
    if (ready && run) ready.sift.update(run);
  }, [ready, run]);
  const connection = useConnection();
  useEffect(() => {
    if (connection === 'open') ready?.sift.review.retry();
  }, [ready, connection]);
}

/** Does work at once and then at most once in a while; what was asked for meanwhile is done at its end. */
function throttled(milliseconds: number): (work: () => void) => void {
  let resting = false;
  let waiting: (() => void) | null = null;
  const run = (work: () => void): void => {
    if (resting) {
      waiting = work;
      return;
    }
    resting = true;
    work();
    setTimeout(() => {
      resting = false;
      const next = waiting;
      waiting = null;
      if (next) run(next);
    }, milliseconds);
  };
  return run;
}
