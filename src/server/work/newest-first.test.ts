import { describe, expect, it } from 'vitest';
import { NewestFirst } from './newest-first.ts';

const forever = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Starts named pieces of work that end when told to. */
function started(queue: NewestFirst) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string, signal = forever) => {
    const work = () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    };
    return queue.run(signal, work);
  };
  const end = async (name: string) => {
    await settle();
    ends.get(name)?.();
    await settle();
  };
  return { begun, start, end };
}

describe('newest first', () => {
  it('takes so many at once, then the newest of those that wait', async () => {
    const { begun, start, end } = started(new NewestFirst(2));
    for (const name of ['a', 'b', 'c', 'd']) void start(name);
    await settle();
    expect(begun).toEqual(['a', 'b']);
    await end('a');
    expect(begun).toEqual(['a', 'b', 'd']);
    void start('e');
    await end('b');
    await end('d');
    await end('e');
    expect(begun).toEqual(['a', 'b', 'd', 'e', 'c']);
  });

  it('forgets what was given up, and goes on after a failure', async () => {
    const queue = new NewestFirst(1);
    const { begun, start, end } = started(queue);
    void start('a');
    const gone = new AbortController();
    const given = [start('b', gone.signal), start('c', gone.signal)];
    const failing = expect(queue.run(forever, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    gone.abort();
    const codes = given.map((promise) => promise.catch((thrown: unknown) => thrown));
    for (const thrown of await Promise.all(codes)) expect(thrown).toMatchObject({ code: 'cancelled' });
    await expect(start('d', gone.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await end('a');
    await failing;
    expect(await queue.run(forever, () => Promise.resolve(1))).toBe(1);
    expect(begun).toEqual(['a']);
  });
});
