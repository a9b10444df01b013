import { expect, it } from 'vitest';
import type { RunSummary } from '../../contract/http.ts';
import { EventHub } from '../event-hub.ts';
import { RunNews } from './run-news.ts';
import { entrySummary } from './run-summary.ts';
import { madeEntry } from './runs.fixture.ts';

const run = (id: string, change: Partial<RunSummary> = {}): RunSummary => ({
  ...entrySummary(madeEntry({ id, state: 'interrupted' }), null, null),
  ...change,
});
const counts = (processed: number) => ({ processed, kept: processed, rejected: 0, error: 0 });

function telling() {
  const hub = new EventHub();
  const told: string[] = [];
  hub.listen(({ event }) => {
    if (event.type === 'run') told.push(`${event.run.id} ${event.run.state}`);
    if (event.type === 'run-removed') told.push(`${event.id} removed`);
    if (event.type === 'records') told.push(`${event.id} ${event.rows} rows`);
  });
  return { news: new RunNews(hub), told };
}

it('tells what is new, changed and gone, and nothing else', () => {
  const { news, told } = telling();
  news.tell([run('a'), run('b')]);
  expect(told).toEqual([]);
  news.tell([run('a'), run('b')]);
  expect(told).toEqual([]);
  news.tell([run('b', { state: 'done' }), run('c')]);
  expect(told).toEqual(['b done', 'c interrupted', 'a removed']);
});

it('tells how many records a run of another program has', () => {
  const { news, told } = telling();
  news.tell([run('a', { state: 'running', counts: counts(5) }), run('b', { here: true, counts: counts(1) })]);
  news.tell([run('a', { state: 'running', counts: counts(9) }), run('b', { here: true, counts: counts(2) })]);
  expect(told).toEqual(['a running', 'a 9 rows', 'b interrupted']);
});
