import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { framesift } from '../support/cli.ts';
import { libraryRun } from '../support/library-run.ts';
import { runState } from '../support/run-state.ts';

const METHODS = [
  { name: 'all', options: { method: 'all', preFilter: 'overall', preMinQuality: 60 } },
  { name: 'keyframes', options: { method: 'keyframes' } },
  { name: 'keyframes with gaps', options: { method: 'keyframes', maxGap: 0.3 } },
  { name: 'interval', options: { method: 'interval', interval: 0.17 } },
  { name: 'scene', options: { method: 'scene', sceneThreshold: 0.02 } },
  { name: 'a range as PNG', options: { method: 'all', start: 3.3, end: 5.7, png: true } },
];

const WAYS = [
  { name: '2 workers', options: { workers: 2 }, context: {} },
  { name: '5 workers on short stretches', options: { workers: 5 }, context: { minStretch: 45 } },
  { name: '3 workers, one process', options: { workers: 3 }, context: { minStretch: 1e6 } },
  { name: 'kernels without SIMD', options: { workers: 1 }, context: { simd: false } },
  { name: 'the stream transport', options: { workers: 3 }, context: { streamed: true, minStretch: 1e6 } },
];

let cwd = '';
let clip = '';
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'framesift-test-'));
  clip = await alternatingClip(cwd, 'clip.mp4', 8, '160x120');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe.each(METHODS)(
  '$name: metadata.jsonl, run.json and pictures are the same bytes',
  ({ name, options }) => {
    let wanted: Record<string, string> = {};
    beforeAll(async () => {
      const { run, counts } = await libraryRun(clip, path.join(cwd, name, 'one'), { ...options, workers: 1 });
      wanted = runState(run);
      expect(counts.kept).toBeGreaterThan(3);
      expect(Object.keys(wanted)).toHaveLength(counts.kept + 2);
    });

    // All ways for one method; for the others those that cut the work, and the other transport.
    const ways = name === 'all' ? WAYS : WAYS.filter((way) => /short|stream/.test(way.name));
    it.each(casesOf(ways, 1))('with $name', async (way) => {
      const out = path.join(cwd, name, way.name);
      const { run } = await libraryRun(clip, out, { ...options, ...way.options }, way.context);
      expect(runState(run)).toEqual(wanted);
    });
  },
);

it('the pre-filtered run rejects some frames and keeps others, so its comparison means something', async () => {
  const text = readFileSync(path.join(cwd, 'all/one/clip/metadata.jsonl'), 'utf8');
  expect(text).toContain('"status":"kept"');
  expect(text).toContain('"status":"rejected"');
});

it('the command line gives the same bytes with FRAMESIFT_PIPE=stream', async () => {
  const args = ['analyze', clip, '--method', 'interval', '--interval', '0.17', '--out', 'cli'];
  expect(await framesift(args, { cwd, env: { FRAMESIFT_PIPE: 'stream' } })).toMatchObject({ exitCode: 0 });
  expect(runState(path.join(cwd, 'cli/clip'))).toEqual(runState(path.join(cwd, 'interval/one/clip')));
});
