import { describe, expect, it } from 'vitest';
import { AppError } from '../../contract/app-error.ts';
import type { WantedFrame } from '../../run/decode-pictures.ts';
import { GroupQueue, type GroupWork } from './group-queue.ts';
import type { Kind } from './wanted-group.ts';

const forever = () => new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));
const RAW = {
  pixels: Buffer.alloc(0),
  format: { type: 'jpg', quality: 90, width: 1, height: 1, pixels: 'rgb8' },
} as const;
const groupOf =
  (...numbers: number[]) =>
  async () =>
    numbers.map((frame_number): WantedFrame => ({ frame_number, pts: frame_number * 10 }));

/** A decoder that gives frames and ends when it is told to, and what was made of the frames. */
function made(signal = forever(), failing: readonly string[] = []) {
  const calls: {
    readonly numbers: readonly number[];
    readonly give: (...numbers: number[]) => Promise<unknown>;
    readonly end: () => Promise<unknown>;
    readonly fail: (thrown: unknown) => Promise<unknown>;
    readonly signal: AbortSignal;
  }[] = [];
  const things: string[] = [];
  const decode: GroupWork['decode'] = (frames, take, stop) =>
    new Promise<void>((resolve, reject) => {
      stop.addEventListener('abort', () => reject(new AppError('cancelled')));
      calls.push({
        numbers: frames.map(({ frame_number }) => frame_number),
        give: async (...numbers) => {
          for (const n of numbers) await take(n, RAW);
          await settle();
        },
        end: () => {
          resolve();
          return settle();
        },
        fail: (thrown) => {
          reject(thrown);
          return settle();
        },
        signal: stop,
      });
    });
  const make: GroupWork['make'] = async (n, _, kind) => {
    const thing = `${kind} ${n}`;
    things.push(thing);
    await settle();
    if (failing.includes(thing)) throw new Error(`no ${thing}`);
    return Buffer.from(thing);
  };
  const queue = new GroupQueue({ decode, make }, signal);
  const get = (n: number, group: () => Promise<WantedFrame[]>, until = forever(), kind: Kind = 'picture') =>
    outcome(queue.get(n, kind, group, until));
  return { calls, things, get };
}

/** Outcome of a promise: the picture as text, or the code of the error. */
function outcome(promise: Promise<Buffer>): { value: string | null } {
  const found: { value: string | null } = { value: null };
  promise.then(
    (bytes) => {
      found.value = bytes.toString();
    },
    (thrown: unknown) => {
      found.value = thrown instanceof AppError ? thrown.code : String(thrown);
    },
  );
  return found;
}

describe('groups of pictures waiting to be decoded', () => {
  it('are decoded once for all who want a frame of them; each gets its picture as soon as it is there', async () => {
    const { calls, get } = made();
    const first = get(2, groupOf(1, 2, 3));
    await settle();
    const others = [2, 3, 3].map((n) => get(n, groupOf(1, 2, 3)));
    await settle();
    expect(calls.map(({ numbers }) => numbers)).toEqual([[1, 2, 3]]);
    await calls[0]?.give(1, 2);
    expect([first, ...others].map(({ value }) => value)).toEqual(['picture 2', 'picture 2', null, null]);
    await calls[0]?.give(3);
    expect(others.map(({ value }) => value)).toEqual(['picture 2', 'picture 3', 'picture 3']);
    await calls[0]?.end();
    expect(calls).toHaveLength(1);
  });

  it('go by the newest, several small ones together', async () => {
    const { calls, get } = made();
    get(1, groupOf(1));
    await settle();
    get(10, groupOf(10));
    get(20, groupOf(20, 21));
    const many = Array.from({ length: 62 }, (_, i) => 100 + i);
    get(100, groupOf(...many));
    await settle();
    await calls[0]?.give(1);
    await calls[0]?.end();
    expect(calls[1]?.numbers).toEqual([...many, 20, 21]);
    await calls[1]?.end();
    expect(calls[2]?.numbers).toEqual([10]);
  });

  it('that nobody waits for any more are left out', async () => {
    const { calls, get } = made();
    get(1, groupOf(1));
    await settle();
    const gone = new AbortController();
    const given = get(5, groupOf(5, 6), gone.signal);
    const kept = get(9, groupOf(9));
    await settle();
    gone.abort();
    await settle();
    expect(given.value).toBe('cancelled');
    await calls[0]?.end();
    expect(calls[1]?.numbers).toEqual([9]);
    await calls[1]?.give(9);
    expect(kept.value).toBe('picture 9');
  });

  it('are stopped before the first picture when nobody waits, and finished afterwards', async () => {
    const { calls, get } = made();
    const gone = [new AbortController(), new AbortController()];
    const first = gone.map(({ signal }) => get(1, groupOf(1, 2), signal));
    await settle();
    gone[0]?.abort();
    await settle();
    expect(calls[0]?.signal.aborted).toBe(false);
    gone[1]?.abort();
    const again = get(2, groupOf(1, 2));
    await settle();
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(first.map(({ value }) => value)).toEqual(['cancelled', 'cancelled']);
    expect(calls[1]?.numbers).toEqual([1, 2]);
    await calls[1]?.give(2);
    expect(again.value).toBe('picture 2');
    expect(calls[1]?.signal.aborted).toBe(false);
    const late = new AbortController();
    const waiting = get(1, groupOf(1, 2), late.signal);
    await settle();
    late.abort();
    await settle();
    expect(waiting.value).toBe('cancelled');
    expect(calls[1]?.signal.aborted).toBe(false);
  });

  it('name the frames that do not come, and go on', async () => {
    const { calls, get } = made();
    const [good, bad] = [get(1, groupOf(1, 2)), get(2, groupOf(1, 2))];
    await settle();
    await calls[0]?.give(1);
    await calls[0]?.end();
    expect([good.value, bad.value]).toEqual(['picture 1', 'frame_damaged']);
    const next = get(3, groupOf(3));
    await settle();
    await calls.at(-1)?.fail(new AppError('input_missing', { path: 'x' }));
    expect(next.value).toBe('input_missing');
    expect(get(4, groupOf(4)).value).toBeNull();
    await settle();
    expect(calls.at(-1)?.numbers).toEqual([4]);
  });

  it('give thumbnails of all frames, and pictures of those that are likely to be asked for next', async () => {
    const { calls, things, get } = made();
    const group = groupOf(...Array.from({ length: 40 }, (_, n) => n));
    const asked = [get(10, group), get(30, group, forever(), 320), get(30, group, forever(), 160)];
    await settle();
    expect(calls).toHaveLength(1);
    for (let n = 0; n < 40; n++) await calls[0]?.give(n);
    expect(asked.map(({ value }) => value)).toEqual(['picture 10', '320 30', '160 30']);
    const madeOf = (kind: Kind) =>
      things.flatMap((thing) => (thing.startsWith(`${kind} `) ? [Number(thing.split(' ')[1])] : []));
    const all = Array.from({ length: 40 }, (_, n) => n);
    expect([madeOf(320), madeOf(160)]).toEqual([all, all]);
    expect(madeOf('picture')).toEqual(all.slice(6, 27));
    expect(new Set(things).size).toBe(things.length);
  });

  it('make what is asked for while a frame is being worked on', async () => {
    const { calls, get } = made();
    const first = get(1, groupOf(1, 2), forever(), 160);
    await settle();
    const giving = calls[0]?.give(1);
    const second = get(1, groupOf(1, 2), forever(), 320);
    await giving;
    expect([first.value, second.value]).toEqual(['160 1', '320 1']);
    expect(calls).toHaveLength(1);
  });

  it('tell what could not be made, and go on', async () => {
    const { calls, get } = made(forever(), ['160 1']);
    const asked = [
      get(1, groupOf(1, 2), forever(), 160),
      get(1, groupOf(1, 2)),
      get(2, groupOf(1, 2), forever(), 160),
    ];
    await settle();
    await calls[0]?.give(1, 2);
    expect(asked.map(({ value }) => value)).toEqual(['Error: no 160 1', 'picture 1', '160 2']);
  });

  it('decode a frame again when its picture has gone by', async () => {
    const { calls, get } = made();
    get(1, groupOf(1, 2));
    await settle();
    await calls[0]?.give(1);
    const again = get(1, groupOf(1, 2));
    await settle();
    await calls[0]?.end();
    await calls[1]?.give(1);
    expect(again.value).toBe('picture 1');
  });

  it('end with the server', async () => {
    const stop = new AbortController();
    const { get } = made(stop.signal);
    const waiting = [get(1, groupOf(1)), get(2, groupOf(2))];
    await settle();
    stop.abort();
    await settle();
    await settle();
    expect(waiting.map(({ value }) => value)).toEqual(['cancelled', 'cancelled']);
    const late = get(3, groupOf(3));
    await settle();
    await settle();
    expect(late.value).toBe('cancelled');
  });

  it('that cannot be told are no group', async () => {
    const { calls, get } = made();
    const failing = get(1, () => Promise.reject(new AppError('not_found', { what: 'frame' })));
    await settle();
    expect(failing.value).toBe('not_found');
    expect(calls).toHaveLength(0);
  });
});
