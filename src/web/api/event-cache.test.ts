import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { RunLog, RunSummary, RunsAnswer } from '../../contract/http.ts';
import { applyServerEvent } from './event-cache.ts';
import { queryKeys } from './query-keys.ts';
import { aRun } from './run.fixture.ts';

const list = (client: QueryClient) => client.getQueryData<RunsAnswer>(queryKeys.runs)?.runs ?? [];

function clientWith(...runs: RunSummary[]): QueryClient {
  const client = new QueryClient();
  client.setQueryData<RunsAnswer>(queryKeys.runs, { runs });
  return client;
}

const counts = { processed: 10, kept: 7, rejected: 3, error: 0 };
const progress = {
  event: 'progress',
  done: 10,
  total: 40,
  position: 2,
  duration: 8,
  fps: 50,
  speed: 2,
  eta: 3,
  counts,
} as const;
const AT = '2026-01-02T03:04:05.000Z';

describe('applyServerEvent', () => {
  it('puts new runs first and replaces known ones in place', () => {
    const client = clientWith(aRun({ id: 'bbbbbbbb', created_at: '2026-01-01T00:00:00Z' }));
    applyServerEvent(client, {
      type: 'run',
      run: aRun({ id: 'cccccccc', created_at: '2026-01-03T00:00:00Z' }),
    });
    applyServerEvent(client, {
      type: 'run',
      run: aRun({ id: 'bbbbbbbb', created_at: '2026-01-01T00:00:00Z', state: 'done' }),
    });
    expect(list(client).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'cccccccc running',
      'bbbbbbbb done',
    ]);
  });

  it('takes progress into the list and into the log of that run alone', () => {
    const client = clientWith(aRun({ id: 'aaaaaaaa' }), aRun({ id: 'bbbbbbbb' }));
    client.setQueryData<RunLog>(queryKeys.runLog('aaaaaaaa'), {
      stage: 'index',
      progress: null,
      download: null,
      lines: [],
    });
    applyServerEvent(client, { type: 'run-event', id: 'aaaaaaaa', at: AT, event: progress });
    expect(list(client).map((run) => run.counts?.processed)).toEqual([10, undefined]);
    expect(client.getQueryData<RunLog>(queryKeys.runLog('aaaaaaaa'))?.progress).toEqual(progress);
  });

  it('keeps how far a download is', () => {
    const client = clientWith();
    const key = queryKeys.runLog('aaaaaaaa');
    const download = { event: 'download', bytes: 5, total: null, speed: null, eta: null } as const;
    client.setQueryData<RunLog>(key, { stage: 'download', progress: null, download: null, lines: [] });
    applyServerEvent(client, { type: 'run-event', id: 'aaaaaaaa', at: AT, event: download });
    expect(client.getQueryData<RunLog>(key)?.download).toEqual(download);
  });

  it('appends log lines and keeps the latest ones', () => {
    const client = clientWith();
    const key = queryKeys.runLog('aaaaaaaa');
    client.setQueryData<RunLog>(key, { stage: null, progress: null, download: null, lines: [] });
    for (let line = 0; line < 2002; line++) {
      const event = { event: 'log', level: 'info', message: `line ${line}` } as const;
      applyServerEvent(client, { type: 'run-event', id: 'aaaaaaaa', at: AT, event });
    }
    const lines = client.getQueryData<RunLog>(key)?.lines ?? [];
    expect(lines).toHaveLength(2000);
    expect(lines.at(-1)).toEqual({ at: AT, level: 'info', message: 'line 2001' });
    expect(lines[0]?.message).toBe('line 2');
  });

  it('asks again for an answer that may be older than the event', async () => {
    const client = new QueryClient();
    const answers = [aRun({ id: 'aaaaaaaa' }), aRun({ id: 'aaaaaaaa', state: 'cancelled' })];
    let asked = 0;
    const observer = new QueryObserver<RunsAnswer>(client, {
      queryKey: queryKeys.runs,
      queryFn: async () => {
        const answer = answers[asked++];
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { runs: answer ? [answer] : [] };
      },
    });
    const stop = observer.subscribe(() => {});
    applyServerEvent(client, { type: 'run', run: aRun({ id: 'aaaaaaaa', state: 'cancelled' }) });
    await new Promise((resolve) => setTimeout(resolve, 30));
    stop();
    expect(asked).toBe(2);
    expect(list(client).map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('removes a run from the list', () => {
    const client = clientWith(aRun({ id: 'aaaaaaaa' }), aRun({ id: 'bbbbbbbb' }));
    applyServerEvent(client, { type: 'run-removed', id: 'aaaaaaaa' });
    expect(list(client).map(({ id }) => id)).toEqual(['bbbbbbbb']);
  });

  it('renews everything that events keep when some were missed, and nothing else', () => {
    const client = clientWith();
    client.setQueryData(queryKeys.run('aaaaaaaa'), aRun({ id: 'aaaaaaaa' }));
    client.setQueryData(queryKeys.options, { sections: [] });
    applyServerEvent(client, { type: 'reset' });
    const stale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
    expect(stale(queryKeys.runs)).toBe(true);
    expect(stale(queryKeys.run('aaaaaaaa'))).toBe(true);
    expect(stale(queryKeys.options)).toBe(false);
  });

  it('renews the uploads with the uploads, and with the runs that need them', () => {
    const client = clientWith(aRun({ id: 'aaaaaaaa' }));
    const renewedBy = (event: Parameters<typeof applyServerEvent>[1]) => {
      client.setQueryData(queryKeys.uploads, { uploads: [], limit: 1 });
      applyServerEvent(client, event);
      return client.getQueryState(queryKeys.uploads)?.isInvalidated;
    };
    expect(renewedBy({ type: 'uploads' })).toBe(true);
    expect(renewedBy({ type: 'run', run: aRun({ id: 'aaaaaaaa', total: 9 }) })).toBe(false);
    expect(renewedBy({ type: 'run', run: aRun({ id: 'aaaaaaaa', state: 'done' }) })).toBe(true);
    expect(renewedBy({ type: 'run', run: aRun({ id: 'bbbbbbbb', state: 'queued' }) })).toBe(true);
    expect(renewedBy({ type: 'run-removed', id: 'aaaaaaaa' })).toBe(true);
    expect(renewedBy({ type: 'presets' })).toBe(false);
  });

  it('asks again for a queued run, whose id changes when it begins', () => {
    const client = clientWith();
    client.setQueryData(queryKeys.run('queued00'), aRun({ id: 'queued00', state: 'queued' }));
    applyServerEvent(client, { type: 'run', run: aRun({ id: 'folder00' }) });
    expect(client.getQueryState(queryKeys.run('queued00'))?.isInvalidated).toBe(true);
  });

  it('brings verdicts as they come', () => {
    const client = clientWith();
    const review = { pinned: [3], rejected: [], revision: 'r2' };
    applyServerEvent(client, { type: 'review', id: 'aaaaaaaa', review });
    expect(client.getQueryData(queryKeys.review('aaaaaaaa'))).toEqual(review);
  });
});
