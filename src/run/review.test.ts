import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readReview } from './read-run.ts';
import { changedReview, type VerdictChange, writeReview } from './review.ts';
import { diskIo, type RunIo } from './run-io.ts';

const reviewOf = (pinned: number[], rejected: number[]) => ({ schema_version: 1 as const, pinned, rejected });

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('changing verdicts', () => {
  it('pins, rejects and clears', () => {
    const review = reviewOf([5, 1, 9], [7, 9]);
    const changes: VerdictChange[] = [
      { frame_number: 7, verdict: 'pin' },
      { frame_number: 1, verdict: 'reject' },
      { frame_number: 9, verdict: null },
      { frame_number: 30, verdict: 'pin' },
    ];
    expect(changedReview(review, changes)).toEqual(reviewOf([5, 7, 30], [1]));
    expect(review).toEqual(reviewOf([5, 1, 9], [7, 9]));
  });

  it('gives each changed frame the latest verdict and leaves the others alone', () => {
    const numbers = fc.array(fc.nat(30), { maxLength: 20 });
    const change = fc.record({
      frame_number: fc.nat(30),
      verdict: fc.constantFrom('pin' as const, 'reject' as const, null),
    });
    fc.assert(
      fc.property(numbers, numbers, fc.array(change), (pinned, rejected, changes) => {
        const after = changedReview(reviewOf(pinned, rejected), changes);
        for (let n = 0; n <= 30; n++) {
          const last = changes.filter(({ frame_number }) => frame_number === n).at(-1);
          const wanted = last
            ? [last.verdict === 'pin', last.verdict === 'reject']
            : [pinned.includes(n), rejected.includes(n)];
          expect([after.pinned.includes(n), after.rejected.includes(n)]).toEqual(wanted);
        }
        for (const list of [after.pinned, after.rejected]) {
          expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
        }
      }),
    );
  });
});

describe('writing review.json', () => {
  it('gives back what is read', async () => {
    const folder = await emptyFolder();
    const text = await writeReview(folder, reviewOf([1, 2], [3]));
    expect(await readFile(join(folder, 'review.json'), 'utf8')).toBe(text);
    expect(await readReview(folder)).toEqual(reviewOf([1, 2], [3]));
    expect(await readdir(folder)).toEqual(['review.json']);
  });

  it.each([
    ['writing', 'ENOSPC', 'disk_full', { writeTemporary: () => Promise.reject(refusal('ENOSPC')) }],
    ['writing', 'EROFS', 'output_unwritable', { writeTemporary: () => Promise.reject(refusal('EROFS')) }],
    ['renaming', 'EACCES', 'output_unwritable', { rename: () => Promise.reject(refusal('EACCES')) }],
  ] satisfies [string, string, string, Partial<RunIo>][])(
    'keeps the old verdicts when %s fails with %s',
    async (_, __, code, broken) => {
      const folder = await emptyFolder();
      await writeFile(join(folder, 'review.json'), JSON.stringify(reviewOf([8], [])));
      const io = { ...diskIo, ...broken };
      await expect(writeReview(folder, reviewOf([1], [2]), io)).rejects.toMatchObject({ code });
      expect(await readReview(folder)).toEqual(reviewOf([8], []));
      expect(await readdir(folder)).toEqual(['review.json']);
    },
  );
});

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}
