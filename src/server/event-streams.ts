import type { NumberedEvent } from './event-hub.ts';

/** Text that a client may leave unread before its stream is cut, bytes. It comes back and names what it has seen. */
export const MOST_PENDING = 8 * 2 ** 20;
/** Time between two signs of life, milliseconds. */
export const HEARTBEAT_MS = 15_000;
/** Pause of the browser before it opens a cut stream again, milliseconds. */
const RETRY_MS = 1000;

/** One event as server-sent events have it; the data is one line of JSON. */
export function eventText({ id, json }: NumberedEvent): string {
  return `id: ${id}\ndata: ${json}\n\n`;
}

/** What a stream begins with: the place from which a cut stream goes on, and how soon. */
export function beginText(lastId: string): string {
  return `id: ${lastId}\nretry: ${RETRY_MS}\n\n`;
}

/** Where a stream gets its texts from. */
export interface TextSource {
  /** Texts to begin with. */
  readonly first: readonly string[];
  /** Calls back with every further text; returns what ends it. */
  readonly listen: (send: (text: string) => void) => () => void;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/**
 * A stream of texts for one client. It ends with the signal, and falls silent when the client reads too slowly.
 * @param onSlow told then; it has to cut the connection
 */
export function textStream(source: TextSource, onSlow: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const close = () => {
          end();
          controller.close();
        };
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) <= 0) {
            end();
            onSlow();
            return;
          }
          controller.enqueue(encoder.encode(text));
        };
        const beat = setInterval(() => send(': alive\n\n'), HEARTBEAT_MS);
        beat.unref();
        const stop = source.listen(send);
        end = () => {
          clearInterval(beat);
          stop();
          source.signal.removeEventListener('abort', close);
        };
        for (const text of source.first) controller.enqueue(encoder.encode(text));
        source.signal.addEventListener('abort', close, { once: true });
        if (source.signal.aborted) close();
      },
      cancel: () => end(),
    },
    { highWaterMark: MOST_PENDING, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}
