import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReviewAnswer, ReviewPatch, Verdict } from '../../../contract/http.ts';
import { type FailureKind, ReviewSync } from './review-sync.ts';
import { UnsentStore } from './unsent-store.ts';
import { reviewOf, type VerdictChange, type Verdicts } from './verdict-book.ts';

class Refusal extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind) {
    super(kind);
    this.kind = kind;
  }
}

/** A server that keeps verdicts and refuses stale revisions, as the real one does. */
class FakeServer {
  verdicts = new Map<number, Verdict>();
  count = 0;
  /** Failures of the next requests, in turn. */
  failures: (FailureKind | null)[] = [];
  sent: ReviewPatch[] = [];

  answer(): ReviewAnswer {
    const { pinned, rejected } = reviewOf(
      new Map([...this.verdicts].filter(([, verdict]) => verdict !== null)) as Verdicts,
    );
    return { pinned: [...pinned], rejected: [...rejected], revision: `r${this.count}` };
  }

  apply(changes: readonly VerdictChange[]): void {
    for (const { frame_number, verdict } of changes) {
      if (verdict === null) this.verdicts.delete(frame_number);
      else this.verdicts.set(frame_number, verdict);
    }
    this.count++;
  }

  async fetch(): Promise<ReviewAnswer> {
    await Promise.resolve();
    return this.answer();
  }

  async send(patch: ReviewPatch): Promise<ReviewAnswer> {
    await Promise.resolve();
    const failure = this.failures.shift();
    if (failure) throw new Refusal(failure);
    if (patch.revision !== `r${this.count}`) throw new Refusal('conflict');
    this.sent.push(patch);
    this.apply(patch.changes);
    return this.answer();
  }
}

class Store {
  readonly entries = new Map<string, string>();
  getItem = (key: string) => this.entries.get(key) ?? null;
  setItem = (key: string, value: string) => void this.entries.set(key, value);
  removeItem = (key: string) => void this.entries.delete(key);
}

const pin = (frame_number: number): VerdictChange => ({ frame_number, verdict: 'pin' });
const reject = (frame_number: number): VerdictChange => ({ frame_number, verdict: 'reject' });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function made(server: FakeServer, store = new Store(), wait = () => Promise.resolve()) {
  const refused: (readonly VerdictChange[])[] = [];
  const sync = new ReviewSync(server.answer(), {
    transport: server,
    unsent: new UnsentStore(store, 'a'),
    kindOf: (thrown) => (thrown instanceof Refusal ? thrown.kind : 'refused'),
    onRefused: (_, changes) => refused.push(changes),
    wait,
  });
  return { sync, store, refused };
}

describe('ReviewSync', () => {
  it('shows a verdict at once and sends it', async () => {
    const server = new FakeServer();
    const { sync, store } = made(server);
    sync.change([pin(3)]);
    expect(sync.verdicts.value.get(3)).toBe('pin');
    expect(store.entries.size).toBe(1);
    await settled();
    expect(server.verdicts.get(3)).toBe('pin');
    expect(sync.state.value).toBe('saved');
    expect(store.entries.size).toBe(0);
  });

  it('joins what is marked while a request is on the way into one more request', async () => {
    const server = new FakeServer();
    const { sync } = made(server);
    sync.change([pin(1)]);
    sync.change([pin(2)]);
    sync.change([reject(3)]);
    await settled();
    expect(server.sent.map(({ changes }) => changes.length)).toEqual([1, 2]);
  });

  it('makes its changes again on top of what somebody else did', async () => {
    const server = new FakeServer();
    const { sync } = made(server);
    server.apply([reject(9), pin(1)]);
    sync.change([reject(1)]);
    await settled();
    expect(server.answer()).toMatchObject({ pinned: [], rejected: [9, 1] });
    expect([...sync.verdicts.value]).toEqual([
      [9, 'reject'],
      [1, 'reject'],
    ]);
  });

  it('does not wait when the server came back while a request was on its way to where it was', async () => {
    const server = new FakeServer();
    server.failures = ['unreachable'];
    const { sync } = made(server, new Store(), () => new Promise(() => {}));
    sync.change([pin(4)]);
    sync.retry();
    await settled();
    expect(server.verdicts.get(4)).toBe('pin');
    expect(sync.state.value).toBe('saved');
  });

  it('keeps verdicts while nobody is there and sends them later', async () => {
    const server = new FakeServer();
    server.failures = ['unreachable', 'unreachable'];
    let release = () => {};
    const wait = () => new Promise<void>((resolve) => (release = resolve));
    const { sync, store } = made(server, new Store(), wait);
    sync.change([pin(4)]);
    await settled();
    expect(sync.state.value).toBe('offline');
    expect(new UnsentStore(store, 'a').read()).toEqual([pin(4)]);
    sync.change([pin(5)]);
    release();
    await settled();
    sync.retry();
    await settled();
    expect(server.answer().pinned).toEqual([4, 5]);
    expect(sync.state.value).toBe('saved');
    expect(store.entries.size).toBe(0);
  });

  it('sends on the next visit what an earlier one could not', async () => {
    const server = new FakeServer();
    const store = new Store();
    new UnsentStore(store, 'a').add([pin(7)]);
    const { sync } = made(server, store);
    expect(sync.verdicts.value.get(7)).toBe('pin');
    await settled();
    expect(server.answer().pinned).toEqual([7]);
  });

  it('takes back what is refused and leaves later changes', async () => {
    const server = new FakeServer();
    server.apply([reject(1)]);
    server.failures = ['refused'];
    const { sync, refused, store } = made(server);
    sync.change([pin(1), pin(2)]);
    sync.change([pin(3)]);
    await settled();
    expect(refused).toEqual([[pin(1), pin(2)]]);
    expect([...sync.verdicts.value]).toEqual([
      [1, 'reject'],
      [3, 'pin'],
    ]);
    expect(store.entries.size).toBe(0);
  });

  it('follows what another window does', async () => {
    const server = new FakeServer();
    const { sync } = made(server);
    server.apply([pin(8)]);
    sync.told(server.answer());
    expect(sync.verdicts.value.get(8)).toBe('pin');
  });

  it('is not thrown back by an event that an answer has overtaken', async () => {
    const server = new FakeServer();
    const { sync } = made(server);
    sync.change([pin(1)]);
    await settled();
    const late = server.answer();
    sync.change([pin(2)]);
    await settled();
    sync.told(late);
    await settled();
    expect([...sync.verdicts.value.keys()]).toEqual([1, 2]);
  });

  it('ends with the same verdicts on both sides, whatever fails in between', async () => {
    const change = fc.record({
      frame_number: fc.integer({ min: 0, max: 5 }),
      verdict: fc.constantFrom('pin', 'reject', null),
    });
    const act = fc.oneof(
      fc.record({ ours: fc.array(change, { minLength: 1, maxLength: 3 }) }),
      fc.record({ theirs: fc.array(change, { minLength: 1, maxLength: 3 }) }),
    );
    const failure = fc.constantFrom(null, 'unreachable' as const, 'conflict' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), fc.array(failure), async (acts, failures) => {
        const server = new FakeServer();
        server.failures = [...failures];
        const { sync } = made(server);
        for (const step of acts) {
          if ('ours' in step) sync.change(step.ours);
          else {
            server.apply(step.theirs);
            sync.told(server.answer());
          }
          await Promise.resolve();
        }
        await settled();
        const known = new Map([...server.verdicts].filter(([, verdict]) => verdict !== null));
        expect(new Map(sync.verdicts.value)).toEqual(known);
      }),
      { numRuns: 60 },
    );
  });
});
