import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readRun } from '../../dist/index.js';
import { alternatingClip } from '../support/alternating-clip.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { runState } from '../support/run-state.ts';

it('a part of a file without one good frame becomes error records, however the work is cut', async () => {
  const cwd = temporaryFolder();
  const clip = await alternatingClip(cwd, 'clip.mp4', 12, '160x120');
  const bytes = readFileSync(clip);
  // The third part of the pictures; the index at the end of the file stays.
  bytes.fill(0, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.65));
  writeFileSync(clip, bytes);
  const whole = await libraryRun(clip, path.join(cwd, 'whole'), { workers: 1 }, { minStretch: 1e6 });
  const { records } = await readRun(whole.run);
  expect(records).toHaveLength(300);
  expect(whole.counts.error).toBeGreaterThan(50);
  expect(whole.counts.kept).toBeGreaterThan(100);
  const cut = await libraryRun(clip, path.join(cwd, 'cut'), { workers: 2 }, { minStretch: 30 });
  expect(cut.counts.processed).toBe(300);
  expect(runState(cut.run)).toEqual(runState(whole.run));
});
