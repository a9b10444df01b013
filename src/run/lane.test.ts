import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import type { DecodeCall } from '../decode/ffmpeg-arguments.ts';
import { frameLayout } from '../kernel/frame-layout.ts';
import { LUMA_WEIGHTS } from '../kernel/matrix.ts';
import { preFilterOf } from '../score/pre-filter.ts';
import type { FrameSettings } from './frame-protocol.ts';
import { Lane, type LaneEvents } from './lane.ts';

/** Stand-ins for the threads: each read ends when the test says so, or when the worker is closed. */
const workers: { end: () => void; fail: (error: Error) => void; closed: boolean }[] = [];
vi.mock('./frame-workers.ts', () => ({
  FrameWorker: class {
    readonly place = workers.push({ end: () => {}, fail: () => {}, closed: false }) - 1;
    read(): Promise<void> {
      return new Promise((end, fail) => Object.assign(workers[this.place] ?? {}, { end, fail }));
    }
    async close(): Promise<void> {
      workers[this.place]?.fail(new Error('closed'));
      Object.assign(workers[this.place] ?? {}, { closed: true });
    }
  },
}));

const settings: FrameSettings = {
  layout: frameLayout('yuv420p', 16, 16, 'limited'),
  container: 'yuv4mpegpipe',
  weights: LUMA_WEIGHTS.bt709,
  pixels: 'rgb8',
  preFilter: preFilterOf(resolveOptions(ANALYZE_OPTIONS, {})),
  faces: null,
  masks: null,
  shots: null,
  simd: null,
};

const call: DecodeCall = {
  file: '/clip.mp4',
  streamIndex: 0,
  seek: null,
  keyOnly: false,
  hwaccel: 'none',
  threads: 1,
  endPts: null,
  timeBase: { num: 1, den: 25 },
  places: 1,
  select: null,
  scene: null,
  limit: null,
  filters: [],
  temporal: false,
  container: 'yuv4mpegpipe',
};

let program = '';
beforeEach(() => {
  workers.length = 0;
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-lane-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  program = path.join(folder, 'ffmpeg');
});

/** Puts a shell script in the place of ffmpeg. */
function script(text: string): void {
  writeFileSync(program, `#!/bin/sh\n${text}\n`);
  chmodSync(program, 0o755);
}

const events = (changes: Partial<LaneEvents> = {}): LaneEvents => ({
  onIdentity: () => {},
  onOutcome: () => {},
  onDamage: () => {},
  onIdentitiesEnd: () => {},
  identities: null,
  ...changes,
});

describe('Lane', () => {
  it('ends when all workers have read to the end and ffmpeg is gone', async () => {
    script('exit 69');
    const lane = new Lane(program, settings, 2, false);
    const run = lane.run(call, events());
    for (const worker of workers) worker.end();
    expect(await run).toMatchObject({ frames: 0, exitCode: 69 });
    expect(workers.map(({ closed }) => closed)).toEqual([false, false]);
    await lane.close();
  });

  it('tells that no identity will come any more while workers still wait for it', async () => {
    script('exit 0');
    const lane = new Lane(program, settings, 1, false);
    const [end, told] = [vi.fn(), vi.fn()];
    const run = lane.run(call, events({ onIdentitiesEnd: told })).then(end);
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    expect(end).not.toHaveBeenCalled();
    workers[0]?.end();
    await run;
    await lane.close();
  });

  it('with a failing worker ends the others and ffmpeg, and throws the first error', async () => {
    script('exec sleep 1000');
    const lane = new Lane(program, settings, 3, false);
    const told = vi.fn();
    const run = lane.run(call, events({ onIdentitiesEnd: told }));
    workers[1]?.fail(new Error('out of memory'));
    await expect(run).rejects.toThrow('out of memory');
    expect(workers.map(({ closed }) => closed)).toEqual([true, true, true]);
    expect(told).toHaveBeenCalledOnce();
    expect(await lane.run(call, events())).toMatchObject({ frames: 0, exitCode: null });
  });

  it('stops a hanging ffmpeg', async () => {
    script('exec sleep 1000');
    const lane = new Lane(program, settings, 1, false);
    const run = lane.run(call, events());
    lane.stop();
    workers[0]?.end();
    expect(await run).toMatchObject({ exitCode: null });
    await lane.close();
  });

  it('ends when there is no ffmpeg', async () => {
    const lane = new Lane('/nowhere/ffmpeg', settings, 1, false);
    const run = lane.run(call, events());
    workers[0]?.end();
    expect(await run).toMatchObject({ frames: 0, exitCode: null });
    await lane.close();
  });
});
