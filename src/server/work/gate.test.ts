import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

const forever = new AbortController().signal;

/** Work that ends when it is told to. */
function held() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, work: () => ended };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a gate', () => {
  it('lets so many through at once, in order', async () => {
    const gate = new Gate(2);
    const begun: number[] = [];
    const pieces = [0, 1, 2, 3].map((n) => ({ n, ...held() }));
    const runs = pieces.map(({ n, work }) =>
      gate.run(forever, () => {
        begun.push(n);
        return work();
      }),
    );
    await settle();
    expect(begun).toEqual([0, 1]);
    pieces[1]?.end();
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    for (const piece of pieces) piece.end();
    await Promise.all(runs);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('gives the place on when the work fails', async () => {
    const gate = new Gate(1);
    const failing = gate.run(forever, () => Promise.reject(new Error('no')));
    const next = gate.run(forever, () => Promise.resolve(7));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe(7);
    expect(await gate.run(forever, () => Promise.resolve(8))).toBe(8);
  });

  it('never begins what was given up while it waited', async () => {
    const gate = new Gate(1);
    const first = held();
    const running = gate.run(forever, first.work);
    const gone = new AbortController();
    let begun = false;
    const waiting = gate.run(gone.signal, async () => {
      begun = true;
    });
    const last = gate.run(forever, () => Promise.resolve('last'));
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(gate.run(gone.signal, () => Promise.resolve())).rejects.toMatchObject({ code: 'cancelled' });
    first.end();
    await running;
    expect(await last).toBe('last');
    expect(begun).toBe(false);
  });
});
