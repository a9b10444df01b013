import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { build } from 'tsdown';
import { expect, it } from 'vitest';
import { alternatingClip } from '../support/alternating-clip.ts';
import { type Moment, runFolder, WRITES, type Write } from '../support/fault-io.ts';
import { libraryRun } from '../support/library-run.ts';
import { ROOT, temporaryFolder } from '../support/project.ts';
import { runState } from '../support/run-state.ts';

/** Bundles the process that kills itself; starting each of them from its sources would take longer than its work. */
async function bundledChild(): Promise<string> {
  const outDir = temporaryFolder();
  const entry = { child: path.join(ROOT, 'tests/support/killed-run.ts') };
  const library = path.join(ROOT, 'dist/index.js');
  const external = {
    name: 'built-library',
    resolveId: (id: string) =>
      id.endsWith('dist/index.js') ? { id: library, external: 'absolute' as const } : null,
  };
  await build({
    config: false,
    entry,
    outDir,
    format: 'esm',
    platform: 'node',
    dts: false,
    logLevel: 'silent',
    plugins: [external],
  });
  return path.join(outDir, 'child.mjs');
}

function momentsOf(write: Write): readonly Moment[] {
  // The moment before a write is the one after the write before it.
  if (write === 'append' || write === 'writeTemporary') return ['half', 'after'];
  return ['after'];
}

it('killed in the middle of and after each single write, a run is continued to the same bytes', async () => {
  const cwd = temporaryFolder();
  const clip = await alternatingClip(cwd, 'clip.mp4', 0.08, '64x48');
  const whole = path.join(cwd, 'whole');
  const program = await bundledChild();
  const child = (...args: string[]) => execa(process.execPath, [program, ...args], { reject: false });
  const { exitCode, stdout, stderr } = await child(clip, whole);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const calls: Record<Write, number> = JSON.parse(stdout);
  // Records are gathered for a while, so only the first batch is certain.
  calls.append = 1;
  // run.json and progress.json twice each, and the pictures.
  expect(calls).toMatchObject({ create: 1, openAppend: 1, writeTemporary: 4 + 2, rename: 4 + 2, discard: 1 });
  const wanted = runState(runFolder(whole, clip));

  const points = WRITES.flatMap((write) =>
    Array.from({ length: calls[write] }, (_, i) =>
      momentsOf(write).map((moment) => ({ write, call: i + 1, moment })),
    ).flat(),
  );
  const left = [...points];
  const work = async () => {
    for (let point = left.pop(); point; point = left.pop()) {
      const { write, call, moment } = point;
      const out = mkdtempSync(path.join(cwd, 'out-'));
      const killed = await child(clip, out, write, String(call), moment);
      expect(killed.signal, `${moment} ${write} ${call}: ${killed.stderr}`).toBe('SIGKILL');
      await libraryRun(clip, out);
      expect(runState(runFolder(out, clip)), `${moment} ${write} ${call}`).toEqual(wanted);
    }
  };
  await Promise.all([work(), work()]);
  expect(points.length).toBeGreaterThan(20);
}, 180_000);
