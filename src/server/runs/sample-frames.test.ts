import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRun, newFolder } from './runs.fixture.ts';
import { sampleFrames } from './sample-frames.ts';

const sample = (kept: readonly boolean[]) => sampleFrames(makeRun(newFolder(), 'clip', { kept }));

describe('the pictures that stand for a run', () => {
  it('are spread over it', async () => {
    const frames = await sample(Array.from({ length: 30_000 }, () => true));
    expect(frames).toHaveLength(3);
    expect(frames[0]).toBe(0);
    expect(Math.abs((frames[1] ?? 0) - 10_000)).toBeLessThan(500);
    expect(Math.abs((frames[2] ?? 0) - 20_000)).toBeLessThan(500);
  });

  it('are kept ones', async () => {
    const kept = Array.from({ length: 3000 }, (_, i) => i % 100 === 7);
    const frames = await sample(kept);
    expect(frames).toHaveLength(3);
    for (const frame of frames) expect(kept[frame]).toBe(true);
  });

  it('are as many as there are', async () => {
    expect(await sample([])).toEqual([]);
    expect(await sample([false, false])).toEqual([]);
    expect(await sample([true])).toEqual([0]);
    expect(await sample([false, true, true])).toEqual([1, 2]);
  });

  it('need no more than a look where millions of frames were dropped', async () => {
    const begin = performance.now();
    expect(await sample(Array.from({ length: 300_000 }, () => false))).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it('are told of a run that is being written: the last line is not whole', async () => {
    const folder = makeRun(newFolder(), 'clip', { kept: [false, true] });
    appendFileSync(path.join(folder, 'metadata.jsonl'), '{"frame_number":2,"status":"kept","filena');
    expect(await sampleFrames(folder)).toEqual([1]);
  });

  it('are none where there is no list', async () => {
    expect(await sampleFrames(newFolder())).toEqual([]);
  });
});
