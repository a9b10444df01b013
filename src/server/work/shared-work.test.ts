import { describe, expect, it } from 'vitest';
import { SharedWork } from './shared-work.ts';

const forever = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Work that counts how often it begins and is given up, and ends when told to. */
function counted() {
  const counts = { begun: 0, givenUp: 0 };
  const ends: ((value: string) => void)[] = [];
  const work = (signal: AbortSignal) => {
    counts.begun++;
    return new Promise<string>((resolve, reject) => {
      ends.push(resolve);
      signal.addEventListener('abort', () => {
        counts.givenUp++;
        reject(new Error('given up'));
      });
    });
  };
  return { counts, work, end: (value: string) => ends.at(-1)?.(value) };
}

describe('shared work', () => {
  it('is done once for all who wait at the same time', async () => {
    const shared = new SharedWork<string>();
    const { counts, work, end } = counted();
    const answers = [1, 2, 3].map(() => shared.run('a', forever, work));
    await settle();
    end('done');
    expect(await Promise.all(answers)).toEqual(['done', 'done', 'done']);
    expect(counts.begun).toBe(1);
  });

  it('goes on when one of them leaves, and is given up when the last one does', async () => {
    const shared = new SharedWork<string>();
    const { counts, work } = counted();
    const [a, b] = [new AbortController(), new AbortController()];
    const first = shared.run('a', a.signal, work);
    const second = shared.run('a', b.signal, work);
    a.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(counts.givenUp).toBe(0);
    b.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(counts).toEqual({ begun: 1, givenUp: 1 });
  });

  it('begins anew after it was given up or has failed', async () => {
    const shared = new SharedWork<string>();
    const { counts, work, end } = counted();
    const gone = new AbortController();
    const first = shared.run('a', gone.signal, work);
    gone.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const second = shared.run('a', forever, work);
    end('again');
    expect(await second).toBe('again');
    expect(counts.begun).toBe(2);
    await expect(shared.run('b', forever, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await shared.run('b', forever, () => Promise.resolve('yes'))).toBe('yes');
  });

  it('does not begin for one who has gone already', async () => {
    const { counts, work } = counted();
    await expect(new SharedWork<string>().run('a', AbortSignal.abort(), work)).rejects.toThrow();
    expect(counts.begun).toBe(0);
  });
});
