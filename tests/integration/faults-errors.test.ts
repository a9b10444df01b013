import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../dist/index.js';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { faultIo, runFolder, systemError, type Write } from '../support/fault-io.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { progressOf, recordedLines, runState, withoutShots } from '../support/run-state.ts';

const CODES = [
  { system: 'ENOSPC', code: 'disk_full' },
  { system: 'EACCES', code: 'output_unwritable' },
  { system: 'EIO', code: 'output_unwritable' },
] as const;

/** A clock that stands still: progress.json is written only where it must be, so calls can be counted. */
const now = () => new Date(0);

const failure = async (run: Promise<unknown>): Promise<AppError> => {
  const thrown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof AppError)) throw thrown ?? new Error('the run did not fail');
  return thrown;
};

describe.each(
  casesOf(['makeFolder', 'create', 'openAppend', 'append', 'writeTemporary', 'rename'] as const, 2),
)('an error of the disk at any %s', (write: Write) => {
  it('is named, leaves whole lines, and the next run continues to the same bytes', async () => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 0.08, '64x48');
    const counting = faultIo(() => {});
    await libraryRun(clip, path.join(cwd, 'whole'), {}, { io: counting.io, now });
    const wanted = runState(runFolder(path.join(cwd, 'whole'), clip));
    const lines = recordedLines(runFolder(path.join(cwd, 'whole'), clip));
    expect(counting.calls[write]).toBeGreaterThan(0);

    // Records are gathered for a while, so only the first batch is certain.
    const calls = write === 'append' ? 1 : counting.calls[write];
    for (let call = 1; call <= calls; call++) {
      const { system, code } = CODES[call % CODES.length] ?? CODES[0];
      const out = mkdtempSync(path.join(cwd, 'out-'));
      const folder = runFolder(out, clip);
      // A disk that is full stays full: everything behind the first refusal is refused as well.
      const { io } = faultIo(
        (name, number, moment) => {
          const torn = name === 'append' || name === 'writeTemporary' ? 'half' : 'before';
          if (name === write && number >= call && moment === torn) throw systemError(system);
        },
        () => true,
      );
      const error = await failure(libraryRun(clip, out, {}, { io, now }));
      expect({ call, code: error.code }).toEqual({ call, code });
      expect(error.message).toContain(out);
      const kept = withoutShots(recordedLines(folder));
      expect(kept).toEqual(withoutShots(lines.slice(0, kept.length)));

      const next = await libraryRun(clip, out);
      expect(next.analysed).toHaveLength(lines.length - kept.length);
      expect(runState(folder)).toEqual(wanted);
    }
  });
});

describe('a longer run on a disk that gets full', () => {
  it('keeps what is recorded, says so in progress.json, and goes on from there', async () => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 8, '128x96');
    const whole = path.join(cwd, 'whole');
    await libraryRun(clip, whole);
    const pictures = 150;
    const out = path.join(cwd, 'out');
    const folder = runFolder(out, clip);
    // Small files still fit, as on a real disk.
    const { io } = faultIo((name, number, moment) => {
      if (name === 'writeTemporary' && moment === 'before' && number === pictures) {
        throw systemError('ENOSPC');
      }
    });
    expect((await failure(libraryRun(clip, out, {}, { io }))).code).toBe('disk_full');
    const kept = recordedLines(folder).length;
    expect(kept).toBeGreaterThan(pictures - 110);
    expect(progressOf(folder)).toMatchObject({ state: 'failed', done: kept, error: { code: 'disk_full' } });
    const next = await libraryRun(clip, out);
    expect(next.mode).toBe('resumed');
    expect(next.analysed[0]).toBe(kept);
    expect(runState(folder)).toEqual(runState(runFolder(whole, clip)));
  });
});
