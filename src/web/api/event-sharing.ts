import type { ServerEvent } from '../../contract/http.ts';
import { type Connection, type EventListener, openEventStream } from './event-stream.ts';

/** Lock of the tab that holds the stream, and channel on which it tells the others. */
const NAME = 'framesift-events';

/** What tabs tell each other. `hello` asks the leading tab how the connection stands. */
type TabMessage =
  | { readonly kind: 'event'; readonly event: ServerEvent }
  | { readonly kind: 'connection'; readonly connection: Connection }
  | { readonly kind: 'hello' };

/** Parts of the browser that tests replace. */
export interface SharingTools {
  /** Missing on pages that are not a secure context. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly channel: () => Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>;
  readonly openStream: (listener: EventListener) => () => void;
}

/** The browser's own. */
export function browserTools(): SharingTools {
  return {
    locks: navigator.locks,
    channel: () => new BroadcastChannel(NAME),
    openStream: openEventStream,
  };
}

/**
 * Receives the events of the server in this tab. A browser opens only six connections to a host for all its tabs, so
 * one tab leads: it holds a Web Lock, reads the only stream and passes every event on to the others by a
 * BroadcastChannel. When it is closed the lock goes to another tab, which opens a stream of its own; as events may
 * have passed meanwhile, everybody is told `reset`. Without Web Locks each tab reads a stream.
 * @returns ends it
 */
export function shareEvents(listener: EventListener, tools: SharingTools = browserTools()): () => void {
  if (!tools.locks) return tools.openStream(listener);
  const { locks, openStream } = tools;
  const channel = tools.channel();
  const ended = new AbortController();
  let leads = false;
  let connection: Connection = 'connecting';
  const post = (message: TabMessage): void => channel.postMessage(message);

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'hello') {
      if (leads) post({ kind: 'connection', connection });
    } else if (!leads) {
      if (data.kind === 'event') listener.onEvent(data.event);
      else listener.onConnection(data.connection);
    }
  };

  const lead = (takenOver: boolean): Promise<void> => {
    leads = true;
    const tellEvent = (event: ServerEvent): void => {
      post({ kind: 'event', event });
      listener.onEvent(event);
    };
    let first = takenOver;
    const close = openStream({
      onEvent: tellEvent,
      onConnection: (next) => {
        connection = next;
        post({ kind: 'connection', connection });
        listener.onConnection(connection);
        if (first && next === 'open') {
          first = false;
          tellEvent({ type: 'reset' });
        }
      },
    });
    return new Promise((resolve) => {
      ended.signal.addEventListener('abort', () => {
        close();
        resolve();
      });
    });
  };

  const { signal } = ended;
  const taken = (thrown: unknown): void => {
    if (!signal.aborted) throw thrown;
  };
  void locks
    .request(NAME, { ifAvailable: true }, (lock) => {
      if (signal.aborted) return undefined;
      if (lock) return lead(false);
      post({ kind: 'hello' });
      void locks.request(NAME, { signal }, () => lead(true)).catch(taken);
      return undefined;
    })
    .catch(taken);

  return () => {
    ended.abort();
    channel.close();
  };
}
