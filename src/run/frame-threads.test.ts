import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type FrameThread, leaveThread, takeThread } from './frame-threads.ts';

const taken: FrameThread[] = [];
const take = (bytes: number): FrameThread => {
  const thread = takeThread(bytes);
  taken.push(thread);
  return thread;
};
afterEach(async () => {
  // Those that wait end too, so that no test gets the thread of another one.
  await Promise.all(taken.splice(0).map(({ worker }) => worker.terminate()));
});

const MIB = 2 ** 20;

describe('a thread that has ended a run', () => {
  it('works for the next one, with memory in which nothing is left', () => {
    const first = take(MIB);
    new Uint8Array(first.memory.buffer).fill(7, MIB - 100);
    leaveThread(first);
    const second = take(MIB / 2);
    expect(second.worker).toBe(first.worker);
    expect(new Uint8Array(second.memory.buffer).every((byte) => byte === 0)).toBe(true);
    expect(take(MIB / 2).worker).not.toBe(first.worker);
  });

  it('answers whoever took it last', async () => {
    const first = take(MIB);
    const strays: unknown[] = [];
    first.worker.on('message', (message) => strays.push(message));
    leaveThread(first);
    const { worker } = take(MIB);
    expect(worker).toBe(first.worker);
    worker.postMessage({ type: 'measure', sequence: 0, identities: null });
    const [reply] = await once(worker, 'message');
    expect(reply).toMatchObject({
      ...{ type: 'failed', code: 'internal' },
      details: { reason: expect.stringContaining('before a run has begun') },
    });
    expect(strays).toEqual([]);
  });

  it('is not given to one that needs more memory, or far less than it holds', () => {
    const first = take(20 * MIB);
    leaveThread(first);
    expect(take(21 * MIB).worker).not.toBe(first.worker);
    expect(take(9 * MIB).worker).not.toBe(first.worker);
    expect(take(11 * MIB).worker).toBe(first.worker);
  });

  it('is not given away when it has died meanwhile', async () => {
    const first = take(MIB);
    leaveThread(first);
    await first.worker.terminate();
    const second = take(MIB);
    expect(second.worker).not.toBe(first.worker);
  });

  it('waits with three others at most', async () => {
    const threads = [1, 2, 3, 4, 5].map(() => take(MIB));
    for (const thread of threads) leaveThread(thread);
    const again = threads.map(() => take(MIB).worker);
    const known = threads.map(({ worker }) => worker);
    expect(again.filter((worker) => known.includes(worker))).toHaveLength(4);
  });

  it('ends after some seconds', async () => {
    const first = take(MIB);
    leaveThread(first);
    const ended = new Promise((resolve) => first.worker.on('exit', resolve));
    first.worker.ref();
    expect(await ended).toBe(1);
    expect(take(MIB).worker).not.toBe(first.worker);
  });
});
