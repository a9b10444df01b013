import { describe, expect, it } from 'vitest';
import { outcomeOf } from './job-outcome.ts';
import type { JobEnd } from './job-protocol.ts';

const QUIET = { asked: false, stopping: false };
const cancelled: JobEnd = { how: 'error', error: { code: 'cancelled', message: 'Cancelled', hint: '' } };
const failed: JobEnd = { how: 'error', error: { code: 'disk_full', message: 'No space', hint: 'Free some' } };
const crashed: JobEnd = { how: 'crashed', reason: 'signal SIGSEGV' };

describe('what the end of a process means', () => {
  it.each([
    ['done, even while the server stops', { how: 'done' }, { asked: true, stopping: true }, 'done'],
    ['cancelled by a person', cancelled, { asked: true, stopping: false }, 'cancelled'],
    [
      'cancelled by a person just before the server stops',
      cancelled,
      { asked: true, stopping: true },
      'cancelled',
    ],
    [
      'killed, as it did not end when a person cancelled',
      crashed,
      { asked: true, stopping: false },
      'cancelled',
    ],
    ['ended by the server that stops', cancelled, { asked: false, stopping: true }, 'interrupted'],
    ['killed by the server that stops', crashed, { asked: false, stopping: true }, 'interrupted'],
    ['ended by a signal of somebody else', cancelled, QUIET, 'cancelled'],
  ] as const)('%s: %4$s', (_, end, how, state) => {
    expect(outcomeOf(end, how)).toEqual({ state, error: null });
  });

  it('a failure keeps its error, also while the server stops', () => {
    const error = { code: 'disk_full', message: 'No space', hint: 'Free some' };
    expect(outcomeOf(failed, QUIET)).toEqual({ state: 'failed', error });
    expect(outcomeOf(failed, { asked: true, stopping: true })).toEqual({ state: 'failed', error });
  });

  it('a crash is a failure of its own', () => {
    expect(outcomeOf(crashed, QUIET)).toMatchObject({
      state: 'failed',
      error: { code: 'run_crashed', message: 'The process of the run ended unexpectedly (signal SIGSEGV)' },
    });
  });
});
