import { expect, it } from 'vitest';
import { progressFileSchema } from '../contract/run-files.ts';
import { ProgressRecorder } from './progress-file.ts';
import { diskIo, type RunIo } from './run-io.ts';

function recorder() {
  const written: unknown[] = [];
  let clock = Date.UTC(2026, 0, 2, 3, 4, 5);
  const io: RunIo = {
    ...diskIo,
    writeTemporary: async (_, data) => {
      written.push(JSON.parse(String(data)));
      return '/run/temporary';
    },
    rename: async (from, to) => expect([from, to]).toEqual(['/run/temporary', '/run/progress.json']),
  };
  const progress = new ProgressRecorder(io, '/run', () => new Date(clock));
  const pass = (ms: number) => {
    clock += ms;
  };
  return { progress, written, pass };
}

const counts = (kept: number) => ({ processed: kept, kept, rejected: 0, error: 0 });

it('states where the run is, in the form of its schema', async () => {
  const { progress, written, pass } = recorder();
  progress.total = 50;
  pass(1500);
  await progress.write('failed', counts(3), { code: 'disk_full', message: 'No space', hint: 'Free some' });
  expect(progressFileSchema.parse(written[0])).toEqual({
    schema_version: 1,
    state: 'failed',
    pid: process.pid,
    started_at: '2026-01-02T03:04:05.000Z',
    updated_at: '2026-01-02T03:04:06.500Z',
    done: 3,
    total: 50,
    counts: counts(3),
    seconds: 1.5,
    error: { code: 'disk_full', message: 'No space', hint: 'Free some' },
  });
});

it('is written at most once a second while the run is going', async () => {
  const { progress, written, pass } = recorder();
  for (let frame = 0; frame < 1000; frame++) {
    await progress.note(counts(frame));
    pass(10);
  }
  expect(written).toHaveLength(10);
});
