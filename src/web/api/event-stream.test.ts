import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventStream } from './event-stream.ts';

class FakeSource {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    FakeSource.all.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
}

function opened() {
  const told: string[] = [];
  const close = openEventStream({
    onEvent: ({ type }) => void told.push(type),
    onConnection: (connection) => void told.push(connection),
  });
  return { told, close };
}

beforeEach(() => {
  FakeSource.all = [];
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('openEventStream', () => {
  it('tells events of the contract and leaves out kinds that it does not know', () => {
    const { told } = opened();
    const [source] = FakeSource.all;
    source?.onopen?.();
    source?.onmessage?.({ data: '{"type":"presets"}' });
    source?.onmessage?.({ data: '{"type":"from-the-future"}' });
    expect(told).toEqual(['open', 'presets']);
  });

  it('leaves short losses to the browser, which resumes where the stream was cut', () => {
    const { told } = opened();
    const [source] = FakeSource.all;
    source?.onopen?.();
    source?.onerror?.();
    source?.onopen?.();
    expect(told).toEqual(['open', 'lost', 'open']);
    expect(FakeSource.all).toHaveLength(1);
  });

  it('opens a stream that the browser gave up anew, which begins with a reset', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 401 })));
    const { told } = opened();
    FakeSource.all[0]?.close();
    FakeSource.all[0]?.onerror?.();
    await vi.advanceTimersByTimeAsync(2500);
    expect(told).toEqual(['locked']);
    FakeSource.all[1]?.onopen?.();
    expect(told).toEqual(['locked', 'open', 'reset']);
  });

  it('stops trying once it is closed', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
    const { close } = opened();
    FakeSource.all[0]?.close();
    FakeSource.all[0]?.onerror?.();
    close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakeSource.all).toHaveLength(1);
  });
});
