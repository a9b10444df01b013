import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { bundled } from '../support/bundled.ts';
import { type Moment, runFolder, WRITES, type Write } from '../support/fault-io.ts';
import { libraryRun } from '../support/library-run.ts';
import { inPairs } from '../support/pairs.ts';
import { temporaryFolder } from '../support/project.ts';
import { runState } from '../support/run-state.ts';

function momentsOf(write: Write): readonly Moment[] {
  // The moment before a write is the one after the write before it.
  if (write === 'append' || write === 'writeTemporary') return ['half', 'after'];
  return ['after'];
}

it('killed in the middle of and after each single write, a run is continued to the same bytes', async () => {
  const cwd = temporaryFolder();
  const clip = await alternatingClip(cwd, 'clip.mp4', 0.08, '64x48');
  const whole = path.join(cwd, 'whole');
  const program = await bundled('killed-run');
  const child = (...args: string[]) => execa(process.execPath, [program, ...args], { reject: false });
  const { exitCode, stdout, stderr } = await child(clip, whole);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const calls: Record<Write, number> = JSON.parse(stdout);
  // Records are gathered for a while, so only the first batch is certain.
  calls.append = 1;
  // run.json and progress.json twice each, and the pictures; records with their shots are renamed into place.
  expect(calls).toMatchObject({ create: 1, openAppend: 3, writeTemporary: 4 + 2, rename: 5 + 2, discard: 2 });
  const wanted = runState(runFolder(whole, clip));

  const points = WRITES.flatMap((write) =>
    Array.from({ length: calls[write] }, (_, i) =>
      momentsOf(write).map((moment) => ({ write, call: i + 1, moment })),
    ).flat(),
  );
  await inPairs(casesOf(points, 4), async ({ write, call, moment }) => {
    const out = mkdtempSync(path.join(cwd, 'out-'));
    const killed = await child(clip, out, write, String(call), moment);
    expect(killed.signal, `${moment} ${write} ${call}: ${killed.stderr}`).toBe('SIGKILL');
    await libraryRun(clip, out);
    expect(runState(runFolder(out, clip)), `${moment} ${write} ${call}`).toEqual(wanted);
  });
  expect(points.length).toBeGreaterThan(20);
}, 180_000);
