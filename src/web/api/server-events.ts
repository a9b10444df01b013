import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { ServerEvent } from '../../contract/http.ts';
import { applyServerEvent } from './event-cache.ts';
import { shareEvents } from './event-sharing.ts';
import type { Connection } from './event-stream.ts';

/** How long the first page waits for the stream, milliseconds; a server that is there answers within 20. */
const START_MS = 500;

type Handler = (event: ServerEvent) => void;

const handlers = new Set<Handler>();
const watchers = new Set<() => void>();
let connection: Connection = 'connecting';
/** Whether the page began before the stream stood, so that changes may have been missed. */
let late = false;

function setConnection(next: Connection): void {
  if (next === connection) return;
  connection = next;
  for (const watcher of watchers) watcher();
}

/**
 * Begins to receive events: the answers in the query cache first, then every handler. Resolves once the stream
 * stands, so that no change falls between the first answers and the first event; without a server it resolves too,
 * and `reset` follows as soon as there is one.
 */
export function startServerEvents(client: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const onEvent = (event: ServerEvent): void => {
      applyServerEvent(client, event);
      for (const handler of handlers) handler(event);
    };
    const timer = setTimeout(() => {
      late = true;
      resolve();
    }, START_MS);
    shareEvents({
      onEvent,
      onConnection: (next) => {
        clearTimeout(timer);
        if (next === 'open' && late) onEvent({ type: 'reset' });
        // Later losses are made good by the stream itself.
        late = next !== 'open' && (late || connection === 'connecting');
        setConnection(next);
        resolve();
      },
    });
  });
}

/**
 * Calls a handler for every event of the server while the component is mounted, after the query cache took it in.
 * Handlers must not throw and should be quick: progress comes ten times a second.
 *
 * - `records`: the run has so many rows; fetch those from the first one that is missing (`fetchRecords`).
 * - `review`: the verdicts after a change in this or another tab or program; the cache has them already. Null where
 *   there are too many for an event: the cache is fetching them.
 * - `export`: progress and end of an export; begin with the answer to POST and keep the latest of the same id.
 * - `reset`: events were missed. The cache is fetched again by itself; whoever keeps data of its own (records)
 *   fetches what may have changed.
 */
export function useServerEvents(handler: Handler): void {
  const latest = useEffectEvent(handler);
  useEffect(() => {
    const listen: Handler = (event) => latest(event);
    handlers.add(listen);
    return () => void handlers.delete(listen);
  }, []);
}

function watchConnection(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

/** How this tab stands to the server. */
export function useConnection(): Connection {
  return useSyncExternalStore(watchConnection, () => connection);
}
