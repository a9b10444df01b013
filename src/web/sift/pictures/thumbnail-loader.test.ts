import { describe, expect, it } from 'vitest';
import { ThumbnailLoader, type ThumbnailWish, thumbnailWidth } from './thumbnail-loader.ts';

class Picture {
  readonly width = 100;
  readonly height = 100;
  closed = false;
  close(): void {
    this.closed = true;
  }
}

interface Request {
  readonly wish: ThumbnailWish;
  readonly signal: AbortSignal;
  readonly answer: (picture: Picture) => void;
  readonly fail: () => void;
}

function made(kept = 400) {
  const requests: Request[] = [];
  const loader = new ThumbnailLoader<Picture>({
    load: (wish, signal) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error('no picture'));
        signal.addEventListener('abort', fail);
        requests.push({ wish, signal, answer: resolve, fail });
      }),
    inFlight: 4,
    kept,
    keptBytes: 1e9,
  });
  const told: number[] = [];
  loader.listen(({ frame }) => told.push(frame));
  const frames = () => requests.map(({ wish }) => wish.frame);
  return { loader, requests, told, frames };
}

const wish = (frame: number, width: 160 | 320 | 640 = 320): ThumbnailWish => ({ frame, width });
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('ThumbnailLoader', () => {
  it('asks for four at a time, the most urgent first', async () => {
    const { loader, requests, frames, told } = made();
    loader.want(
      'gallery',
      [1, 2, 3, 4, 5, 6].map((frame) => wish(frame)),
    );
    expect(frames()).toEqual([1, 2, 3, 4]);
    loader.want('hover', [wish(9)]);
    requests[0]?.answer(new Picture());
    await turn();
    expect(frames()).toEqual([1, 2, 3, 4, 9]);
    expect(told).toEqual([1]);
    expect(loader.running).toBe(4);
  });

  it('aborts what is wanted no longer, unless somebody else wants it', async () => {
    const { loader, requests, frames } = made();
    loader.want(
      'gallery',
      [1, 2, 3, 4].map((frame) => wish(frame)),
    );
    loader.want('panel', [wish(2)]);
    loader.want('gallery', [wish(7), wish(8)]);
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, false, true, true, false, false]);
    expect(frames()).toEqual([1, 2, 3, 4, 7, 8]);
    await turn();
    expect(loader.isBroken(wish(1))).toBe(false);
  });

  it('never loads again what it has', async () => {
    const { loader, requests, frames } = made();
    loader.want('gallery', [wish(1)]);
    requests[0]?.answer(new Picture());
    await turn();
    loader.want('gallery', [wish(1), wish(2)]);
    expect(frames()).toEqual([1, 2]);
  });

  it('shows a near size until the right one is there', async () => {
    const { loader, requests } = made();
    const small = new Picture();
    loader.want('gallery', [wish(1, 160)]);
    requests[0]?.answer(small);
    await turn();
    expect(loader.near(wish(1, 640))).toBe(small);
    expect(loader.get(wish(1, 640))).toBeNull();
  });

  it('leaves a broken picture alone until it is tried again', async () => {
    const { loader, requests, frames } = made();
    loader.want('gallery', [wish(1)]);
    requests[0]?.fail();
    await turn();
    expect(loader.isBroken(wish(1))).toBe(true);
    loader.want('gallery', [wish(1)]);
    expect(frames()).toEqual([1]);
    loader.retryFrame(1);
    expect(frames()).toEqual([1, 1]);
  });

  it('lets go of the pictures that were not used for longest', async () => {
    const { loader, requests } = made(2);
    const pictures = [new Picture(), new Picture(), new Picture()];
    loader.want(
      'gallery',
      [1, 2, 3].map((frame) => wish(frame)),
    );
    requests[0]?.answer(pictures[0] ?? new Picture());
    await turn();
    requests[1]?.answer(pictures[1] ?? new Picture());
    await turn();
    loader.get(wish(1));
    requests[2]?.answer(pictures[2] ?? new Picture());
    await turn();
    expect(pictures.map(({ closed }) => closed)).toEqual([false, true, false]);
  });
});

it('takes the next width that is made, a tenth smaller at most', () => {
  expect([100, 160, 175, 200, 340, 400, 2000].map(thumbnailWidth)).toEqual([
    160, 160, 160, 320, 320, 640, 640,
  ]);
});
