import { expect, it } from 'vitest';
import { alternatingClip } from '../support/alternating-clip.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { askRun, tapEvents, testServer, untilState } from '../support/server.ts';

async function withRun() {
  const folder = temporaryFolder();
  const server = await testServer(folder);
  const clip = await alternatingClip(folder, 'clip.mp4', 2);
  return { server, folder, clip };
}

it('a stream that was cut goes on where it was: every event once, in order', async () => {
  const { server, clip } = await withRun();
  const whole = await tapEvents(server);
  const { id } = await askRun(server, clip, { method: 'all' });
  await untilState(server, id);
  await whole.until((event) => event.type === 'run' && event.run.state === 'done');
  const cut = whole.events[3];
  const rest = await tapEvents(server, '/events', cut?.id);
  await rest.until((event) => event.type === 'run' && event.run.state === 'done');
  const ids = whole.events.map((event) => event.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(rest.events.map((event) => event.id).slice(0, ids.length - 4)).toEqual(ids.slice(4));
});

it('a stream whose place is no longer known begins with reset', async () => {
  const { server } = await withRun();
  const tap = await tapEvents(server, '/events', 'deadbeef-7');
  await tap.until((event) => event.type === 'reset');
  expect(tap.events).toHaveLength(1);
  const place = tap.events[0]?.id;
  const again = await tapEvents(server, '/events', place);
  const clip = await alternatingClip(server.folder, 'b.mp4', 1);
  await libraryRun(clip, server.workspace, { method: 'interval' });
  await again.until((event) => event.type === 'run' && event.run.state === 'done');
  expect(again.events.some(({ event }) => event.type === 'reset')).toBe(false);
});

it('the stream of one run tells nothing of others', async () => {
  const { server, folder, clip } = await withRun();
  const other = await alternatingClip(folder, 'other.mp4', 1);
  const first = await askRun(server, clip);
  const tap = await tapEvents(server, `/runs/${first.id}/events`);
  const second = await askRun(server, other);
  await untilState(server, first.id);
  await untilState(server, second.id);
  await tap.until((event) => event.type === 'run' && event.run.state === 'done');
  const ids = tap.events.map(({ event }) =>
    event.type === 'run' ? event.run.id : 'id' in event ? event.id : '',
  );
  expect(new Set(ids)).toEqual(new Set([first.id]));
  await expect(tapEvents(server, '/runs/0123456789abcdef/events')).rejects.toThrow('status 404');
});

it('streams end when the server stops', async () => {
  const { server } = await withRun();
  const taps = await Promise.all(Array.from({ length: 5 }, () => tapEvents(server)));
  const begin = performance.now();
  await server.close();
  await Promise.all(taps.map((tap) => tap.ended));
  expect(performance.now() - begin).toBeLessThan(900);
});
