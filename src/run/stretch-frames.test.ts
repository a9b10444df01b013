import { describe, expect, it } from 'vitest';
import { FrameIndex } from '../decode/frame-index.ts';
import type { Stretch } from '../decode/stretch.ts';
import type { FrameResult } from './frame-protocol.ts';
import { type ReadyFrame, StretchFrames } from './stretch-frames.ts';

const TICK = 512;
const index = new FrameIndex(
  Float64Array.from({ length: 400 }, (_, i) => i * TICK),
  { num: 1, den: 12_800 },
  0,
);

const resultOf = (sequence: number, area: number | null = null): FrameResult => ({
  sequence,
  scores: { sharpness: 1, edge_strength: 2, contrast: 3, brightness: 4, entropy: 5 },
  quality: 6,
  sharpnessRaw: 7,
  edgeRaw: 8,
  reason: area === null ? 'quality' : null,
  faces: null,
  cells: null,
  area,
});

function stretchOf(first: number, end: number, expected: Stretch['expected'] = 'all'): StretchFrames {
  return new StretchFrames(
    { numbers: { first, end }, seekTo: null, keyOnly: false, limit: null, expected },
    index,
  );
}

/** Shows and measures frames, none of which is to be written. */
function show(frames: StretchFrames, numbers: readonly number[], from = 0): void {
  for (const [i, number] of numbers.entries()) {
    frames.identify({ pts: number * TICK, pictureType: 'P' });
    frames.measured(resultOf(from + i));
  }
}

/** Takes all that is ready: numbers, those without a result negated (0 as -Infinity). */
function takeAll(frames: StretchFrames): number[] {
  const taken: number[] = [];
  for (let frame = frames.take(); frame; frame = frames.take()) {
    taken.push(frame.result ? frame.frameNumber : -frame.frameNumber || Number.NEGATIVE_INFINITY);
  }
  return taken;
}

const cells = Uint8Array.of(1, 2, 3);
const numbersOf = (given: readonly { frameNumber: number }[] = []) =>
  given.map(({ frameNumber }) => frameNumber);

const count = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('StretchFrames', () => {
  it('hands frames out in order once 64 later ones have come, and the rest at the end', () => {
    const frames = stretchOf(10, 110);
    show(frames, count(10, 74));
    expect(takeAll(frames)).toEqual([]);
    show(frames, count(74, 110), 64);
    expect(takeAll(frames)).toEqual(count(10, 46));
    expect(frames.finished).toBe(false);
    frames.end();
    expect(takeAll(frames)).toEqual(count(46, 110));
    expect(frames.finished).toBe(true);
  });

  it('calls no gap damaged that an interrupted decoder may have left', () => {
    const frames = stretchOf(0, 400);
    // What x264's pyramid leaves when the packets stop: 97, 99 and 101 were never read.
    show(frames, [...count(0, 97), 98, 100, 102]);
    const taken = takeAll(frames);
    expect(taken).toEqual(count(0, 39));
  });

  it('calls expected frames damaged that later ones have passed, or that did not come by the end', () => {
    const frames = stretchOf(0, 100);
    show(frames, [...count(1, 50), ...count(52, 98)]);
    expect(takeAll(frames)).toEqual([Number.NEGATIVE_INFINITY, ...count(1, 34)]);
    frames.end();
    expect(takeAll(frames)).toEqual([...count(34, 50), -50, -51, ...count(52, 98), -98, -99]);
    expect(frames.finished).toBe(true);
  });

  it('waits for pictures, and takes results that come before their identity', () => {
    const frames = stretchOf(0, 3, [0, 1, 2]);
    frames.measured(resultOf(1, 0));
    frames.measured(resultOf(0));
    expect(frames.numberAt(1)).toBeNull();
    show(frames, []);
    for (const number of [0, 1, 2]) frames.identify({ pts: number * TICK, pictureType: 'I' });
    expect(frames.numberAt(1)).toBe(1);
    frames.measured(resultOf(2, 1));
    frames.pictureWritten(2);
    frames.end();
    expect(takeAll(frames)).toEqual([0]);
    frames.pictureWritten(1);
    expect(takeAll(frames)).toEqual([1, 2]);
  });

  it('cut off, hands out what has come and leaves the rest to another attempt', () => {
    const frames = stretchOf(0, 400, [0, 1, 2, 5, 9, 10]);
    show(frames, [0, 1, 5]);
    frames.identify({ pts: 9 * TICK, pictureType: 'B' });
    frames.cut();
    // Frame 2 is missing before the damage is told: it could not be decoded.
    expect(takeAll(frames)).toEqual([0, 1, -2, 5]);
    expect(frames.finished).toBe(false);
    expect(frames.remainder()?.stretch).toMatchObject({ numbers: { first: 6, end: 400 }, expected: [9, 10] });
  });

  it('cut off before anything came, leaves everything', () => {
    const frames = stretchOf(3, 400, 'all');
    frames.cut();
    expect(takeAll(frames)).toEqual([]);
    expect(frames.remainder()?.stretch).toMatchObject({ numbers: { first: 3, end: 400 }, expected: 'all' });
  });

  it('drops identities whose pictures were cut off with the pipe', () => {
    const frames = stretchOf(0, 400, null);
    show(frames, [0, 1]);
    frames.identify({ pts: 2 * TICK, pictureType: 'B' });
    frames.end();
    expect(takeAll(frames)).toEqual([0, 1]);
    expect(frames.finished).toBe(true);
  });

  it.each([
    ['no frame has', 5],
    ['has passed already', 0],
    ['is missing', Number.NaN],
  ])('refuses a time that %s', (_, pts) => {
    const frames = stretchOf(0, 10);
    show(frames, [0, 1]);
    expect(() => frames.identify({ pts, pictureType: 'P' })).toThrow(
      expect.objectContaining({ code: 'identity_lost' }),
    );
  });
});

describe('cells', () => {
  const besides = (expected: Stretch['expected'] = null) =>
    new StretchFrames(
      { numbers: { first: 10, end: 110 }, seekTo: null, keyOnly: false, limit: null, expected },
      index,
      true,
    );
  const came = (frames: StretchFrames, numbers: readonly number[]) => {
    for (const number of numbers) frames.beside({ pts: number * TICK, pictureType: 'P' }, cells);
  };

  it('that were measured on the picture come with it', () => {
    const frames = stretchOf(10, 12);
    frames.identify({ pts: 10 * TICK, pictureType: 'P' });
    frames.measured({ ...resultOf(0), cells });
    frames.end();
    expect(frames.take()?.cells).toEqual([{ frameNumber: 10, cells }]);
    expect(frames.take()).toMatchObject({ frameNumber: 11, result: null, cells: [] });
  });

  it('beside the pictures hold a frame back until they are there, and the rest follows at the end', () => {
    const frames = besides();
    show(frames, [20, 40, 104]);
    came(frames, count(10, 20));
    expect(frames.take()).toBeNull();
    came(frames, count(20, 30));
    const first = frames.take();
    expect([first?.frameNumber, numbersOf(first?.cells)]).toEqual([20, count(10, 21)]);
    expect(frames.take()).toBeNull();
    came(frames, count(30, 110));
    expect(numbersOf(frames.take()?.cells)).toEqual(count(21, 41));
    frames.end();
    expect(numbersOf(frames.take()?.cells)).toEqual(count(41, 105));
    expect(frames.finished).toBe(true);
    expect(numbersOf(frames.takeCells())).toEqual(count(105, 110));
  });

  it('that are missing where decoding was broken off leave the frame to the next attempt', () => {
    const frames = besides();
    show(frames, [20, 40]);
    came(frames, count(10, 30));
    frames.cut();
    expect(takeAll(frames)).toEqual([20]);
    expect(frames.remainder()?.stretch.numbers).toEqual({ first: 21, end: 110 });
  });

  it('of a time that the index does not know end the run', () => {
    expect(() => besides().beside({ pts: 7, pictureType: 'P' }, cells)).toThrow(/7/);
  });
});

describe('frames of one time', () => {
  const twins = new FrameIndex(
    Float64Array.from([0, 0, 0, TICK, TICK, 2 * TICK]),
    { num: 1, den: 12_800 },
    0,
  );
  const all = { numbers: { first: 0, end: 6 }, seekTo: null, keyOnly: false, limit: null, expected: null };
  const shown = (frames: StretchFrames, ticks: readonly number[]) => {
    for (const [i, tick] of ticks.entries()) {
      frames.identify({ pts: tick * TICK, pictureType: 'I' });
      frames.measured(resultOf(i));
    }
  };

  it('that stand before the first wanted one are passed over, in pictures and cells', () => {
    const frames = new StretchFrames({ ...all, expected: 'all' }, twins, true, 2);
    // FFmpeg's filters begin at a time, so all of that time come.
    shown(frames, [0, 0, 0, 1, 1, 2]);
    for (const tick of [0, 0, 0, 1, 1, 2]) frames.beside({ pts: tick * TICK, pictureType: 'P' }, cells);
    frames.end();
    const taken: ReadyFrame[] = [];
    for (let frame = frames.take(); frame; frame = frames.take()) taken.push(frame);
    expect(taken.map(({ frameNumber }) => frameNumber)).toEqual([2, 3, 4, 5]);
    expect(taken.map((frame) => numbersOf(frame.cells))).toEqual([[2], [3], [4], [5]]);
    expect(frames.finished).toBe(true);
  });

  it('come again in the next attempt, and count once', () => {
    const frames = new StretchFrames(all, twins);
    // One of the two frames at the second time was picked; which, only the filter knows.
    shown(frames, [0, 1]);
    frames.cut();
    expect(takeAll(frames)).toEqual([0, 3]);
    const again = frames.remainder();
    expect(again?.stretch.numbers).toEqual({ first: 3, end: 6 });
    shown(again ?? frames, [1, 2]);
    again?.end();
    expect(again && takeAll(again)).toEqual([5]);
    expect(again?.finished).toBe(true);
  });

  it('broken off behind the last frame, leaves nothing to another attempt', () => {
    const frames = new StretchFrames({ ...all, expected: 'all' }, twins);
    shown(frames, [0, 0, 0, 1, 1, 2]);
    frames.cut();
    expect(takeAll(frames)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(frames.remainder()).toBeNull();
    expect(frames.finished).toBe(true);
  });
});
