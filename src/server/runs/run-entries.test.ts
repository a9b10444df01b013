import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunEntries } from './run-entries.ts';
import { madeEntry, newFolder } from './runs.fixture.ts';

function kept(state: string | null = newFolder()) {
  const logged: string[] = [];
  const entries = new RunEntries(state, (_, message) => logged.push(message));
  return { entries, logged, state };
}

describe('the queue on disk', () => {
  it('survives: what waited or worked is interrupted, in the order of the queue', async () => {
    const { entries, state } = kept();
    entries.enqueue(madeEntry({ id: 'a' }));
    entries.enqueue(madeEntry({ id: 'b' }));
    entries.enqueue(madeEntry({ id: 'c', state: 'failed' }));
    entries.update('a', { state: 'running', folder: '/w/clip' });
    entries.enqueue(madeEntry({ id: 'b' }));
    await entries.saved();
    const next = kept(state);
    await next.entries.load();
    expect(next.entries.all.map(({ id, state: at }) => [id, at])).toEqual([
      ['a', 'interrupted'],
      ['c', 'failed'],
      ['b', 'interrupted'],
    ]);
    expect(next.entries.get('a')).toMatchObject({ folder: '/w/clip', options: { method: 'all' } });
  });

  it('that is damaged is told and begins empty', async () => {
    const state = newFolder();
    writeFileSync(path.join(state, 'queue.json'), '{"schema_version":1,"runs":[{}]}');
    const { entries, logged } = kept(state);
    await entries.load();
    expect(entries.all).toEqual([]);
    expect(logged).toEqual([expect.stringContaining('queue.json cannot be read')]);
  });

  it('that cannot be written is told once, and everything goes on', async () => {
    const file = path.join(newFolder(), 'a file');
    writeFileSync(file, '');
    const { entries, logged } = kept(path.join(file, 'state'));
    for (const id of ['a', 'b', 'c']) {
      entries.enqueue(madeEntry({ id }));
      await entries.saved();
    }
    expect(entries.all).toHaveLength(3);
    expect(logged).toHaveLength(1);
  });

  it('is not written by a server that has none', async () => {
    const { entries } = kept(null);
    entries.enqueue(madeEntry());
    await entries.saved();
    await entries.load();
    expect(entries.all).toHaveLength(1);
  });

  it('keeps every change that comes while it is being written', async () => {
    const { entries, state } = kept();
    entries.enqueue(madeEntry());
    for (let i = 0; i < 200; i++) entries.update('aaaaaaaaaaaaaaaa', { input: `/videos/${i}.mp4` });
    await entries.saved();
    expect(readFileSync(path.join(state ?? '', 'queue.json'), 'utf8')).toContain('/videos/199.mp4');
  });

  it('does not grow for ever: the oldest that have ended go', async () => {
    const { entries } = kept(null);
    entries.enqueue(madeEntry({ id: 'waits' }));
    for (let i = 0; i < 600; i++) entries.enqueue(madeEntry({ id: `ended ${i}`, state: 'done' }));
    expect(entries.all).toHaveLength(501);
    expect(entries.get('waits')).not.toBeNull();
    expect(entries.get('ended 0')).toBeNull();
    expect(entries.get('ended 599')).not.toBeNull();
  });
});

it('what happens to a run that is gone is no news', () => {
  const { entries } = kept(null);
  entries.update('gone', { state: 'done' });
  expect(entries.all).toEqual([]);
});
