import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../contract/http.ts';
import { type SharingTools, shareEvents } from './event-sharing.ts';
import type { EventListener } from './event-stream.ts';

/** A browser with one server connection per stream, locks in order and a channel between tabs. */
class Browser {
  readonly streams: EventListener[] = [];
  readonly #ports = new Set<Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>>();
  #held: Promise<unknown> | null = null;
  #waiting: (() => void)[] = [];

  readonly locks = {
    request: async (_name: string, ...rest: unknown[]): Promise<unknown> => {
      const work = rest.at(-1);
      const options = rest.length > 1 ? rest[0] : {};
      if (typeof work !== 'function') throw new TypeError('no work');
      const ifAvailable = typeof options === 'object' && options !== null && 'ifAvailable' in options;
      if (this.#held && ifAvailable) return work(null);
      if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      const done = Promise.resolve(work({}));
      this.#held = done;
      await done;
      this.#held = null;
      this.#waiting.shift()?.();
      return undefined;
    },
  };

  tab() {
    const events: ServerEvent[] = [];
    const connections: string[] = [];
    const port: Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> = {
      onmessage: null,
      postMessage: (data: unknown) => {
        for (const other of this.#ports) {
          if (other !== port)
            other.onmessage?.call(new BroadcastChannelStub(), new MessageEvent('message', { data }));
        }
      },
      close: () => void this.#ports.delete(port),
    };
    this.#ports.add(port);
    const tools: SharingTools = {
      locks: this.locks,
      channel: () => port,
      openStream: (listener) => {
        this.streams.push(listener);
        listener.onConnection('open');
        return () => void this.streams.splice(this.streams.indexOf(listener), 1);
      },
    };
    const listener = {
      onEvent: (event: ServerEvent) => void events.push(event),
      onConnection: (connection: string) => void connections.push(connection),
    };
    return { events, connections, close: shareEvents(listener, tools) };
  }
}

/** `onmessage` is called on a channel; ours never looks at it. */
class BroadcastChannelStub extends EventTarget {
  readonly name = '';
  onmessage = null;
  onmessageerror = null;
  close(): void {}
  postMessage(): void {}
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const REMOVED: ServerEvent = { type: 'run-removed', id: 'aaaaaaaa' };

describe('shareEvents', () => {
  it('opens one stream for all tabs, and every tab gets each event once', async () => {
    const browser = new Browser();
    const tabs = [browser.tab(), browser.tab(), browser.tab()];
    await settle();
    expect(browser.streams).toHaveLength(1);
    browser.streams[0]?.onEvent(REMOVED);
    await settle();
    expect(tabs.map(({ events }) => events)).toEqual([[REMOVED], [REMOVED], [REMOVED]]);
  });

  it('tells a tab that comes later how the connection stands', async () => {
    const browser = new Browser();
    browser.tab();
    await settle();
    browser.streams[0]?.onConnection('lost');
    const later = browser.tab();
    await settle();
    expect(later.connections).toEqual(['lost']);
  });

  it('hands the stream to another tab when the leading one is closed, and tells everybody to fetch again', async () => {
    const browser = new Browser();
    const [first, second, third] = [browser.tab(), browser.tab(), browser.tab()];
    await settle();
    first.close();
    await settle();
    expect(browser.streams).toHaveLength(1);
    expect([second.events, third.events]).toEqual([[{ type: 'reset' }], [{ type: 'reset' }]]);
    browser.streams[0]?.onEvent(REMOVED);
    expect(first.events).toEqual([]);
    expect(third.events.at(-1)).toEqual(REMOVED);
  });

  it('reads a stream of its own where there are no locks', () => {
    const opened: EventListener[] = [];
    const listener = { onEvent: () => {}, onConnection: () => {} };
    const tools: SharingTools = {
      locks: undefined,
      channel: () => {
        throw new Error('not needed');
      },
      openStream: (given) => {
        opened.push(given);
        return () => {};
      },
    };
    shareEvents(listener, tools);
    expect(opened).toEqual([listener]);
  });
});
