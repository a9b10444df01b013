import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../contract/http.ts';
import { EventHub, runOf } from './event-hub.ts';

const records = (rows: number, id = 'aaaaaaaa'): ServerEvent => ({ type: 'records', id, rows });
const rowsOf = (events: ReturnType<EventHub['since']>) =>
  events?.map(({ event }) => (event.type === 'records' ? event.rows : event.type));

describe('the stream of events', () => {
  it('reaches every listener once, in order, until it stops listening', () => {
    const hub = new EventHub();
    const heard: string[] = [];
    expect(hub.isHeard).toBe(false);
    const stop = hub.listen(({ json }) => heard.push(json));
    hub.publish(records(1));
    hub.publish({ type: 'presets' });
    stop();
    hub.publish(records(2));
    expect(heard).toEqual(['{"type":"records","id":"aaaaaaaa","rows":1}', '{"type":"presets"}']);
    expect(hub.isHeard).toBe(false);
  });

  it('can be taken up where it was left', () => {
    const hub = new EventHub();
    const start = hub.lastId;
    for (const rows of [1, 2, 3]) hub.publish(records(rows));
    const ids = hub.since(start)?.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(3);
    expect(rowsOf(hub.since(start))).toEqual([1, 2, 3]);
    expect(rowsOf(hub.since(ids[1] ?? ''))).toEqual([3]);
    expect(hub.since(hub.lastId)).toEqual([]);
  });

  it.each(['', 'nonsense', '-1', '00000000-1', 'x-y-z'])('does not know the place "%s"', (id) => {
    const hub = new EventHub();
    hub.publish(records(1));
    expect(hub.since(id)).toBeNull();
  });

  it('does not know places of another server or of the future', () => {
    const hub = new EventHub();
    hub.publish(records(1));
    const [boot] = hub.lastId.split('-');
    expect(new EventHub().since(hub.lastId)).toBeNull();
    expect(hub.since(`${boot}-2`)).toBeNull();
    expect(hub.since(`${boot}--1`)).toBeNull();
    expect(rowsOf(hub.since(`${boot}-0`))).toEqual([1]);
  });

  it('forgets what is long ago', () => {
    const hub = new EventHub();
    const start = hub.lastId;
    for (let i = 0; i < 5000; i++) hub.publish(records(i));
    expect(hub.since(start)).toBeNull();
    const [boot] = start.split('-');
    expect(rowsOf(hub.since(`${boot}-4990`))).toHaveLength(10);
  });

  it('does not keep more than some megabytes, whatever is told', () => {
    const hub = new EventHub();
    const start = hub.lastId;
    const pinned = Array.from({ length: 100_000 }, (_, i) => i);
    const review: ServerEvent = {
      type: 'review',
      id: 'aaaaaaaa',
      review: { pinned, rejected: [], revision: 'r' },
    };
    for (let i = 0; i < 100; i++) hub.publish(review);
    expect(hub.since(start)).toBeNull();
    const [boot] = start.split('-');
    const kept = hub.since(`${boot}-80`) ?? [];
    expect(kept).toHaveLength(20);
    for (let i = 0; i < 3000; i++) hub.publish(records(i));
    expect(hub.since(`${boot}-100`)).toHaveLength(3000);
  });
});

it('an event is about one run, or none', () => {
  const ended = { done: 0, total: 0, warnings: [], error: null, folder: null };
  const id = 'aaaaaaaa';
  expect(runOf(records(1))).toBe(id);
  expect(runOf({ type: 'review', id, review: null })).toBe(id);
  expect(runOf({ type: 'run-event', id, at: '', event: { event: 'stage', stage: 'probe' } })).toBe(id);
  expect(
    runOf({ type: 'export', export: { ...ended, id: 'x', run: id, state: 'done', stage: 'pictures' } }),
  ).toBe(id);
  expect(runOf({ type: 'run-removed', id })).toBe(id);
  expect([runOf({ type: 'presets' }), runOf({ type: 'reset' })]).toEqual([null, null]);
});
