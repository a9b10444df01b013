import { expect, it } from 'vitest';
import { LogBook } from './run-log.ts';

const AT = '2026-01-01T00:00:00.000Z';

it('keeps the latest stage, download and progress and the lines', () => {
  const book = new LogBook();
  expect(book.view).toEqual({ stage: null, progress: null, download: null, lines: [] });
  const counts = { processed: 1, kept: 1, rejected: 0, error: 0 };
  const progress = {
    event: 'progress',
    done: 1,
    total: 9,
    position: 0,
    duration: 1,
    fps: 1,
    speed: 1,
    eta: null,
    counts,
  } as const;
  const download = { event: 'download', bytes: 5, total: 9, speed: 2, eta: 2 } as const;
  book.note({ event: 'stage', stage: 'download' }, AT);
  book.note({ ...download, bytes: 1 }, AT);
  book.note(download, AT);
  book.note({ event: 'stage', stage: 'probe' }, AT);
  book.note({ event: 'stage', stage: 'analyze' }, AT);
  book.note(progress, AT);
  book.note({ event: 'log', level: 'warn', message: 'odd' }, AT);
  book.note({ event: 'error', input: null, code: 'disk_full', message: 'No space', hint: '' }, AT);
  expect(book.view).toEqual({
    stage: 'analyze',
    progress,
    download,
    lines: [
      { at: AT, level: 'warn', message: 'odd' },
      { at: AT, level: 'error', message: 'No space' },
    ],
  });
  expect(book.progress).toEqual(progress);
});

it('is bounded', () => {
  const book = new LogBook();
  for (let i = 0; i < 5000; i++) book.add('debug', `${i} ${'x'.repeat(100_000)}`, AT);
  const { lines } = book.view;
  expect(lines).toHaveLength(2000);
  expect(lines.at(-1)?.message).toMatch(/^4999 x+$/);
  expect(Math.max(...lines.map(({ message }) => message.length))).toBe(4000);
});
