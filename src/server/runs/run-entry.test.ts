import { describe, expect, it } from 'vitest';
import { afterRestart, nextRuns } from './run-entry.ts';
import { madeEntry } from './runs.fixture.ts';

const entry = (id: string, state: 'queued' | 'running' | 'done', input = `/videos/${id}.mp4`) =>
  madeEntry({ id, state, input });
const ids = (entries: ReturnType<typeof nextRuns>) => entries.map(({ id }) => id);

describe('which runs begin', () => {
  it('as many as there is room for, in the order of the queue', () => {
    const queue = [entry('a', 'queued'), entry('b', 'queued'), entry('c', 'queued')];
    expect(ids(nextRuns(queue, 1))).toEqual(['a']);
    expect(ids(nextRuns(queue, 2))).toEqual(['a', 'b']);
    expect(ids(nextRuns(queue, 9))).toEqual(['a', 'b', 'c']);
  });

  it('running ones take room, ended ones do not', () => {
    const queue = [entry('a', 'done'), entry('b', 'running'), entry('c', 'queued')];
    expect(ids(nextRuns(queue, 1))).toEqual([]);
    expect(ids(nextRuns(queue, 2))).toEqual(['c']);
  });

  it('two on one source wait for each other; others may pass', () => {
    const queue = [entry('a', 'running', '/v'), entry('b', 'queued', '/v'), entry('c', 'queued', '/w')];
    expect(ids(nextRuns(queue, 2))).toEqual(['c']);
    expect(ids(nextRuns([entry('d', 'queued', '/v'), entry('e', 'queued', '/v')], 2))).toEqual(['d']);
  });
});

it('after a restart nothing works any more', () => {
  const queue = [entry('a', 'done'), entry('b', 'running'), entry('c', 'queued')];
  expect(afterRestart(queue).map(({ state }) => state)).toEqual(['done', 'interrupted', 'interrupted']);
});
