import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { RunDetail } from '../../contract/http.ts';
import { applyServerEvent } from './event-cache.ts';
import { fetchAnswer } from './fetch-answer.ts';
import { queryKeys } from './query-keys.ts';
import { aRun } from './run.fixture.ts';

/** A question whose answers come when the test gives them. */
function heldQuestion(id: string) {
  const answers: ((state: 'running' | 'done') => void)[] = [];
  const queryFn = () =>
    new Promise<Pick<RunDetail, 'id' | 'state'>>((resolve) => {
      answers.push((state) => resolve({ id, state }));
    });
  return { answers, query: { queryKey: queryKeys.run(id), queryFn } };
}

describe('fetchAnswer', () => {
  it('asks anew when an event takes the question back, and gives the later answer', async () => {
    const client = new QueryClient();
    const { answers, query } = heldQuestion('aaaaaaaa');
    const asked = fetchAnswer(client, query);
    await expect.poll(() => answers.length).toBe(1);
    applyServerEvent(client, { type: 'run', run: aRun({ id: 'aaaaaaaa', state: 'done' }) });
    await expect.poll(() => answers.length).toBe(2);
    answers[0]?.('running');
    answers[1]?.('done');
    expect(await asked).toEqual({ id: 'aaaaaaaa', state: 'done' });
  });

  it('passes on why there is no answer', async () => {
    const queryFn = () => Promise.reject(new Error('nobody there'));
    const query = { queryKey: ['run', 'b'], queryFn, retry: false };
    await expect(fetchAnswer(new QueryClient(), query)).rejects.toThrow('nobody there');
  });
});
