import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type NumberedEvent, runOf } from '../event-hub.ts';
import { beginText, eventText, textStream } from '../event-streams.ts';
import { cutConnection } from '../guards/remote-address.ts';
import { jsonAnswers, newRoutes, runParams } from '../http-app.ts';
import type { ServerContext } from '../server-context.ts';

const streamAnswers = {
  200: {
    description:
      'Server-sent events; the data of each is a ServerEvent. Last-Event-ID repeats what was missed.',
    content: { 'text/event-stream': { schema: z.string() } },
  },
  default: jsonAnswers(z.unknown(), '').default,
} as const;

const request = { headers: z.object({ 'last-event-id': z.string().max(64).optional() }) };

const eventsRoute = createRoute({
  method: 'get',
  path: '/events',
  request,
  responses: streamAnswers,
});

const runEventsRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/events',
  request: { ...request, params: runParams },
  responses: streamAnswers,
});

type Wanted = (event: NumberedEvent) => boolean;

/** Routes: GET /events and GET /runs/{id}/events, streams of `ServerEvent` (server-sent events). */
export function eventsRoutes({
  hub,
  runs,
  log,
  signal,
}: Pick<ServerContext, 'hub' | 'runs' | 'log' | 'signal'>) {
  /** What a client has missed: all of it, or the advice to fetch everything again. */
  const missed = (last: string | undefined, wanted: Wanted): string[] => {
    if (last === undefined) return [beginText(hub.lastId)];
    const events = hub.since(last);
    if (events === null) return [`id: ${hub.lastId}\ndata: {"type":"reset"}\n\n`];
    return [beginText(last), ...events.filter(wanted).map(eventText)];
  };
  let isTold = false;
  const cut = (c: Context): void => {
    if (!isTold) log('info', 'an event stream was cut: its client reads too slowly');
    isTold = true;
    cutConnection(c);
  };
  const answer = (c: Context, wanted: Wanted): Response => {
    const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' };
    if (c.req.method === 'HEAD') return c.body(null, 200, headers);
    const listen = (send: (text: string) => void) =>
      hub.listen((event) => {
        if (wanted(event)) send(eventText(event));
      });
    const first = missed(c.req.header('last-event-id'), wanted);
    return c.body(
      textStream({ first, listen, signal }, () => cut(c)),
      200,
      headers,
    );
  };
  return newRoutes()
    .openapi(eventsRoute, (c) => answer(c, () => true))
    .openapi(runEventsRoute, async (c) => {
      const { id } = c.req.valid('param');
      // Some events go by the id under which the run was asked for.
      const names = new Set([id, (await runs.get(id)).id]);
      return answer(c, ({ event }) => names.has(runOf(event) ?? ''));
    });
}
