import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSam2Folder } from '../packs/open-sam2-folder.ts';
import { EmbeddingCache } from './embedding-cache.ts';
import { Sam2Graphs } from './graphs.ts';
import type { FrameState } from './memory-bank.ts';
import { leftOf, openMadeUp, PICTURE, squareEmbeddings } from './moving-square.fixture.ts';
import { maskOfLogits } from './resize-logits.ts';
import { type PropagateOptions, type TrackerOptions, VideoTracker } from './video-tracker.ts';

const { width, height } = PICTURE;
const LENGTH = 40;
/** In the middle of the red square of frame 0, and of the green one. */
const RED = [5, 35] as const;
const GREEN = [55, 9] as const;

let opened: Awaited<ReturnType<typeof openMadeUp>>;
let plain: Awaited<ReturnType<typeof openMadeUp>>;
beforeAll(async () => {
  opened = await openMadeUp();
  plain = await openMadeUp({ plain: true });
});
afterAll(async () => {
  await opened?.close();
  await plain?.close();
});

const trackerOf = (graphs: Sam2Graphs, more: Partial<TrackerOptions> = {}) =>
  new VideoTracker(graphs, { length: LENGTH, width, height, embeddings: squareEmbeddings(graphs), ...more });

async function all(tracker: VideoTracker, options?: PropagateOptions): Promise<FrameState[]> {
  const out: FrameState[] = [];
  for await (const state of tracker.propagate(options)) out.push(state);
  return out;
}

/** Mean position of a mask, rounded; null where it is empty. */
function middleOf({ lowRes }: FrameState): readonly [number, number] | null {
  let [x, y, count] = [0, 0, 0];
  maskOfLogits(lowRes, width, height).forEach((value, i) => {
    if (value) [x, y, count] = [x + (i % width), y + Math.floor(i / width), count + 1];
  });
  return count === 0 ? null : [x / count, y / count];
}

/** Checks that a state shows the red square, or that it is gone. */
function expectRed(state: FrameState): void {
  const left = leftOf(state.frame);
  if (left < 0) {
    expect(state.score).toBeLessThan(0);
    expect(middleOf(state)).toBeNull();
    return;
  }
  expect(state.score).toBeGreaterThan(0);
  const [x = Number.NaN, y = Number.NaN] = middleOf(state) ?? [];
  expect(Math.abs(x - (left + 4.5)), `frame ${state.frame}`).toBeLessThan(2.5);
  expect(Math.abs(y - 34.5)).toBeLessThan(2.5);
}

/** A mask of the red square of a frame. */
function redMask(frame: number): Uint8Array {
  const left = leftOf(frame);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x >= left && x < left + 10 && y >= 30 && y < 40 ? 255 : 0;
  });
}

describe.each([
  ['a model of any memory', () => opened.graphs],
  ['a model with a bank of fixed size', () => plain.graphs],
])('VideoTracker with %s', (_, graphs) => {
  it('follows what was clicked, loses it when it leaves, and finds it again', async () => {
    const tracker = trackerOf(graphs());
    expectRed(await tracker.addPoints(0, { points: [RED] }));
    const track = await all(tracker);
    expect(track.map(({ frame }) => frame)).toEqual(Array.from({ length: LENGTH }, (_, i) => i));
    for (const state of track) expectRed(state);
  });

  it('follows a box backwards', async () => {
    const tracker = trackerOf(graphs());
    const left = leftOf(35);
    await tracker.addPoints(35, { box: [left, 30, left + 10, 40] });
    const track = await all(tracker, { reverse: true, end: 5 });
    expect(track.map(({ frame }) => frame)).toEqual(Array.from({ length: 31 }, (_, i) => 35 - i));
    for (const state of track) expectRed(state);
  });

  it('follows a mask', async () => {
    const tracker = trackerOf(graphs());
    const seed = await tracker.addMask(3, redMask(3));
    expect(seed).toMatchObject({ frame: 3, score: 10, iou: 1 });
    for (const state of await all(tracker)) expectRed(state);
  });

  it('knows that an empty mask shows nothing', async () => {
    const tracker = trackerOf(graphs());
    expect(await tracker.addMask(0, new Uint8Array(width * height))).toMatchObject({ score: -10 });
  });

  it('can be corrected, and goes on from there', async () => {
    const tracker = trackerOf(graphs());
    await tracker.addPoints(0, { points: [GREEN] });
    const wrong = await all(tracker, { end: 10 });
    expect(middleOf(wrong[10] ?? expect.fail())?.[0]).toBeGreaterThan(50);
    const left = leftOf(10);
    const corrected = await tracker.addPoints(10, { points: [[left + 5, 35], GREEN], labels: [1, 0] });
    expectRed(corrected);
    const track = await all(tracker, { start: 10, end: 12 });
    expect(track[0]?.lowRes).toEqual(corrected.lowRes);
    expect(track.map(({ frame }) => frame)).toEqual([10, 11, 12]);
  });

  it('goes on from a snapshot as if it had not been interrupted', async () => {
    const begun = async () => {
      const tracker = trackerOf(graphs());
      await tracker.addPoints(7, { points: [[leftOf(7) + 5, 35]] });
      return tracker;
    };
    const whole = await begun();
    const forward = await all(whole);
    const back = await all(whole, { start: 7, reverse: true });
    const first = await begun();
    for await (const { frame } of first.propagate()) if (frame === 20) break;
    const fresh = await openMadeUp({ plain: !graphs().features.dynamicMemory });
    const second = trackerOf(fresh.graphs);
    second.restore(structuredClone(first.snapshot()));
    expect(await all(second, { start: 21 })).toEqual(forward.slice(21 - 7));
    const third = trackerOf(graphs());
    third.restore(structuredClone(second.snapshot()));
    expect(await all(third, { start: 7, reverse: true })).toEqual(back);
    await fresh.close();
  });

  it('takes a prompt back', async () => {
    const tracker = trackerOf(graphs());
    await tracker.addPoints(0, { points: [RED] });
    const before = await all(tracker, { end: 12 });
    await tracker.addPoints(8, { points: [GREEN], refine: false });
    tracker.withdraw(8);
    expect(await all(tracker, { end: 12 })).toEqual(before);
  });

  it('gives the same numbers again, also with two threads', async () => {
    const run = async (of: Sam2Graphs) => {
      const tracker = trackerOf(of);
      await tracker.addPoints(0, { points: [RED] });
      return (await all(tracker)).map(({ lowRes, pointer, score, iou }) => [
        ...lowRes,
        ...pointer,
        score,
        iou,
      ]);
    };
    const first = await run(graphs());
    expect(await run(graphs())).toEqual(first);
    const two = await openMadeUp({ plain: !graphs().features.dynamicMemory }, 2);
    expect(await run(two.graphs)).toEqual(first);
    await two.close();
  });
});

describe('VideoTracker', () => {
  it('counts a correction as a prompt, or only for the frames behind it', async () => {
    for (const correctAsCond of [true, false]) {
      const tracker = trackerOf(opened.graphs, { correctAsCond });
      await tracker.addPoints(0, { points: [RED] });
      await all(tracker, { end: 8 });
      const corrected = await tracker.addPoints(4, { points: [GREEN] });
      expect(middleOf(corrected)?.[0]).toBeGreaterThan(50);
      const again = (await all(tracker, { start: 4, end: 4 }))[0] ?? expect.fail();
      if (correctAsCond) expect(again.lowRes).toEqual(corrected.lowRes);
      else expect(again.lowRes).not.toEqual(corrected.lowRes);
    }
  });

  it('adds points to the earlier ones of a frame, or forgets them', async () => {
    const both = trackerOf(opened.graphs);
    await both.addPoints(0, { points: [RED] });
    const joined = await both.addPoints(0, { points: [GREEN], labels: [0], clear: false });
    expectRed(joined);
    const alone = await both.addPoints(0, { points: [GREEN] });
    expect(middleOf(alone)?.[0]).toBeGreaterThan(50);
  });

  it('takes an earlier mask from outside', async () => {
    const { lowRes } = await trackerOf(opened.graphs).addPoints(0, { points: [RED] });
    const prompt = { points: [GREEN], labels: [0] } as const;
    expectRed(await trackerOf(opened.graphs).addPoints(0, { ...prompt, previous: lowRes }));
    expect((await trackerOf(opened.graphs).addPoints(0, prompt)).score).toBeLessThan(0);
  });

  it('stops where it is told to, or when it is cancelled', async () => {
    const tracker = trackerOf(opened.graphs);
    await tracker.addPoints(5, { points: [[leftOf(5) + 5, 35]] });
    expect(await all(tracker, { end: 4 })).toEqual([]);
    expect((await all(tracker, { end: 999 })).at(-1)?.frame).toBe(LENGTH - 1);
    expect((await all(tracker, { start: 2, end: -5, reverse: true })).map(({ frame }) => frame)).toEqual([
      2, 1, 0,
    ]);
    const stop = new AbortController();
    const seen: number[] = [];
    const cancelled = (async () => {
      for await (const { frame } of tracker.propagate({ signal: stop.signal })) {
        seen.push(frame);
        if (frame === 7) stop.abort(new Error('enough'));
      }
    })();
    await expect(cancelled).rejects.toThrow('enough');
    expect(seen).toEqual([5, 6, 7]);
  });

  it('says what is wrong with a call', async () => {
    const tracker = trackerOf(opened.graphs);
    await expect(all(tracker)).rejects.toThrow(/no frame has a prompt/);
    await expect(tracker.addPoints(LENGTH, { points: [RED] })).rejects.toThrow(RangeError);
    await expect(tracker.addPoints(0, {})).rejects.toThrow(RangeError);
    await expect(tracker.addMask(0, new Uint8Array(3))).rejects.toThrow(RangeError);
  });

  it('holds as much after 1500 frames as after a hundred', async () => {
    const length = 1500;
    const embeddings = squareEmbeddings(opened.graphs, 2 ** 20);
    const tracker = trackerOf(opened.graphs, { length, embeddings });
    await tracker.addPoints(0, { points: [RED] });
    const held: number[] = [];
    for await (const state of tracker.propagate()) {
      held[state.frame] = tracker.memories;
      if (state.frame % 500 === 499) expectRed(state);
    }
    expect(Math.max(...held)).toBe(held[100]);
    // 17 from where tracking is, 16 from the prompt, and the prompt
    expect(held.at(-1)).toBe(34);
    expect(embeddings.bytes).toBeLessThanOrEqual(2 ** 20);
  });
});

describe('EmbeddingCache', () => {
  const bytesOfOne = (3 * 16 * 16 + 3 * 8 * 8 + 2 * 12 * 4 * 4) * 4;

  it('makes each embedding once for all trackers and passes', async () => {
    const asked: number[] = [];
    const embeddings = squareEmbeddings(opened.graphs, undefined, asked);
    for (const point of [RED, GREEN]) {
      const tracker = trackerOf(opened.graphs, { embeddings });
      await tracker.addPoints(3, { points: [point] });
      await all(tracker, { end: 9 });
      await all(tracker, { reverse: true });
    }
    expect([...asked].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(embeddings.bytes).toBe(10 * bytesOfOne);
  });

  it('drops what was used longest ago', async () => {
    const asked: number[] = [];
    const embeddings = squareEmbeddings(opened.graphs, 2 * bytesOfOne, asked);
    for (const frame of [0, 1, 0, 2, 0, 1]) await embeddings.embedding(frame);
    expect(asked).toEqual([0, 1, 2, 1]);
    expect(embeddings.bytes).toBe(2 * bytesOfOne);
    embeddings.clear();
    expect(embeddings.has(1)).toBe(false);
  });

  it('keeps the latest one however little it may keep, and encodes nothing twice at a time', async () => {
    const asked: number[] = [];
    const embeddings = squareEmbeddings(opened.graphs, 1, asked);
    const [a, b] = await Promise.all([embeddings.embedding(4), embeddings.embedding(4)]);
    expect(a).toBe(b);
    expect(await embeddings.embedding(4)).toBe(a);
    expect(asked).toEqual([4]);
    expect(embeddings.bytes).toBe(0);
  });

  it('fetches the next frame before this one is tracked', async () => {
    const asked: number[] = [];
    const tracker = trackerOf(opened.graphs, {
      embeddings: squareEmbeddings(opened.graphs, undefined, asked),
    });
    await tracker.addPoints(0, { points: [RED] });
    for await (const { frame } of tracker.propagate({ end: 5 })) {
      const ahead = Math.min(frame + 1, 5);
      expect(asked).toEqual(Array.from({ length: ahead + 1 }, (_, i) => i));
    }
  });

  it('fails when a frame cannot be had, and tries again when asked again', async () => {
    let broken = true;
    const embeddings = new EmbeddingCache(opened.graphs, {
      input: async () => {
        if (broken) throw new Error('no such frame');
        return new Uint8Array(64 * 64 * 3);
      },
    });
    embeddings.prefetch(2);
    await expect(embeddings.embedding(2)).rejects.toThrow('no such frame');
    broken = false;
    expect((await embeddings.embedding(2)).feats0.shape).toEqual([1, 3, 16, 16]);
  });
});

describe('Sam2Graphs', () => {
  it('tell what they can do', () => {
    expect(opened.graphs).toMatchObject({
      provider: 'cpu',
      warnings: [],
      features: { dynamicMemory: true, maskPrompt: true, candidates: true, maskSeed: true },
      sizes: {
        image: 64,
        grid: 4,
        lowRes: 16,
        hidden: 12,
        memory: 4,
        tokens: 16,
        pointerTokens: 3,
        fixedBlocks: null,
      },
    });
    expect(plain.graphs).toMatchObject({
      features: { dynamicMemory: false, maskPrompt: false, candidates: false, maskSeed: false },
      sizes: { fixedBlocks: 7, fixedPointers: 16 },
    });
  });

  it('name the graph that does not fit', async () => {
    const model = await openSam2Folder(opened.model);
    const { mask_decoder, memory_attention } = model.files;
    const open = (files: Partial<typeof model.files>, constants: Partial<typeof model.constants> = {}) =>
      Sam2Graphs.open(
        { ...model, files: { ...model.files, ...files }, constants: { ...model.constants, ...constants } },
        { threads: 1 },
      );
    await expect(open({ memory_encoder: mask_decoder })).rejects.toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/mask_decoder\.onnx .*feats2/),
    });
    await expect(open({ memory_encoder: null })).rejects.toMatchObject({
      message: expect.stringMatching(/no memory_encoder\.onnx/),
    });
    await expect(open({ pointer_tpos: null })).rejects.toMatchObject({ code: 'model_invalid' });
    await expect(open({}, { image_size: 128 })).rejects.toMatchObject({
      message: expect.stringMatching(/vision_encoder\.onnx.*128/),
    });
    const deep = [[1, 2, 3, 4, 5, 6]];
    await expect(open({}, { memory_temporal_positional_encoding: deep })).rejects.toMatchObject({
      message: expect.stringContaining(memory_attention ?? '-'),
    });
    const fixed = await openSam2Folder(plain.model);
    const odd = { ...fixed, constants: { ...fixed.constants, max_object_pointers: 15 } };
    await expect(Sam2Graphs.open(odd, { threads: 1 })).rejects.toMatchObject({
      message: expect.stringMatching(/160 rows/),
    });
  });

  it('are freed only after what is running has ended', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'framesift-sam2-'));
    for (const name of await readdir(opened.model))
      await copyFile(path.join(opened.model, name), path.join(folder, name));
    const graphs = await Sam2Graphs.open(await openSam2Folder(folder), { threads: 1 });
    const running = squareEmbeddings(graphs).embedding(0);
    await new Promise((resolve) => setImmediate(resolve));
    await graphs.close();
    expect((await running).feats2.shape).toEqual([1, 12, 4, 4]);
    await rm(folder, { recursive: true });
  });
});
