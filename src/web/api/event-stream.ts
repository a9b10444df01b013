import { API, type ServerEvent, serverEventSchema } from '../../contract/http.ts';

/**
 * How the page stands to the server: `lost` = no answer, tried again by itself; `locked` = it answers, but was
 * started anew and wants the key that it printed.
 */
export type Connection = 'connecting' | 'open' | 'lost' | 'locked';

/** Who is told what a stream brings. */
export interface EventListener {
  readonly onEvent: (event: ServerEvent) => void;
  readonly onConnection: (connection: Connection) => void;
}

/** Pause before a stream that the browser gave up is opened again, milliseconds. */
const PAUSE_MS = 2000;

function parseEvent(text: string): ServerEvent | null {
  const parsed = serverEventSchema.safeParse(JSON.parse(text));
  // A newer server may send kinds that this page does not know; nothing here depends on them.
  return parsed.success ? parsed.data : null;
}

/** Why a stream ended for good: an EventSource does not tell its HTTP status. */
async function askConnection(): Promise<Connection> {
  try {
    const { status } = await fetch(`${API}/options`, { cache: 'no-store' });
    return status === 401 ? 'locked' : 'lost';
  } catch {
    return 'lost';
  }
}

/**
 * Opens GET /api/events and keeps it open. The browser itself goes on after short losses and names the last event
 * that it has seen; a stream that had to be opened anew begins with `reset`.
 * @returns closes it
 */
export function openEventStream({ onEvent, onConnection }: EventListener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const open = (again: boolean): void => {
    const stream = new EventSource(`${API}/events`);
    source = stream;
    stream.onopen = () => {
      onConnection('open');
      if (again) onEvent({ type: 'reset' });
      again = false; // from here on the browser resumes the stream where it was cut
    };
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      const event = parseEvent(data);
      if (event) onEvent(event);
    };
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) {
        onConnection('lost');
        return;
      }
      void askConnection().then((connection) => {
        if (closed) return;
        onConnection(connection);
        timer = setTimeout(open, PAUSE_MS, true);
      });
    };
  };

  open(false);
  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
  };
}
