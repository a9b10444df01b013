import { describe, expect, it, vi } from 'vitest';
import { beginText, eventText, HEARTBEAT_MS, MOST_PENDING, textStream } from './event-streams.ts';

function streaming(first: readonly string[] = []) {
  const controller = new AbortController();
  const listeners = new Set<(text: string) => void>();
  const slow = vi.fn();
  const stream = textStream(
    {
      first,
      signal: controller.signal,
      listen: (send) => {
        listeners.add(send);
        return () => listeners.delete(send);
      },
    },
    slow,
  );
  const send = (text: string) => {
    for (const listener of listeners) listener(text);
  };
  return { stream, send, slow, listeners, stop: () => controller.abort() };
}

const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe('a stream of events', () => {
  it('is written as server-sent events', () => {
    const event = { type: 'presets' } as const;
    expect(eventText({ id: 'a-1', event, json: JSON.stringify(event) })).toBe(
      'id: a-1\ndata: {"type":"presets"}\n\n',
    );
    expect(beginText('a-0')).toMatch(/^id: a-0\nretry: \d+\n\n$/);
  });

  it('carries what it begins with and all that comes until the server stops', async () => {
    const { stream, send, stop, listeners } = streaming(['a', 'b']);
    send('c');
    stop();
    send('d');
    expect(await textOf(stream)).toBe('abc');
    expect(listeners.size).toBe(0);
  });

  it('ends at once where the server has stopped already', async () => {
    const { stop, stream } = streaming();
    stop();
    expect(await textOf(stream)).toBe('');
    const controller = new AbortController();
    controller.abort();
    const late = textStream({ first: ['a'], signal: controller.signal, listen: () => () => {} }, () => {});
    expect(await textOf(late)).toBe('a');
  });

  it('stops listening when the client goes away', async () => {
    const { stream, listeners, send } = streaming();
    await stream.cancel();
    expect(listeners.size).toBe(0);
    send('nobody hears');
  });

  it('gives a sign of life now and then', async () => {
    vi.useFakeTimers();
    const { stream, stop } = streaming();
    vi.advanceTimersByTime(2 * HEARTBEAT_MS + 10);
    stop();
    vi.advanceTimersByTime(10 * HEARTBEAT_MS);
    vi.useRealTimers();
    expect(await textOf(stream)).toBe(': alive\n\n: alive\n\n');
  });

  it('has to be cut when the client leaves too much unread', async () => {
    const { stream, send, slow, listeners } = streaming();
    const part = 'x'.repeat(MOST_PENDING / 8);
    for (let i = 0; i < 8; i++) send(part);
    expect(slow).not.toHaveBeenCalled();
    send(part);
    expect(slow).toHaveBeenCalledTimes(1);
    expect(listeners.size).toBe(0);
    send('nobody sends any more');
    expect(slow).toHaveBeenCalledTimes(1);
    await stream.cancel();
  });

  it('may carry one event that is larger than that', async () => {
    const { stream, send, slow, stop } = streaming();
    send('x'.repeat(2 * MOST_PENDING));
    stop();
    expect(await textOf(stream)).toHaveLength(2 * MOST_PENDING);
    expect(slow).not.toHaveBeenCalled();
  });
});
