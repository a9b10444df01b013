import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { allowedMethods, answerUnrouted } from './allowed-methods.ts';

const api = new Hono()
  .get('/api/runs/:id', (c) => c.text('run'))
  .delete('/api/runs/:id', (c) => c.text('gone'))
  .post('/api/runs', (c) => c.text('new'));
const app = new Hono()
  .route('/', api)
  .all('/api/*', (c) => answerUnrouted(c, allowedMethods(api, c.req.path), 'such route'));
const ask = (method: string, path: string) => app.request(path, { method });

describe('a request that no route takes', () => {
  it('is told which methods there are', async () => {
    const answer = await ask('PUT', '/api/runs/abc');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, DELETE');
    expect(await answer.json()).toMatchObject({ error: { code: 'request_invalid' } });
    expect((await ask('GET', '/api/runs')).headers.get('allow')).toBe('POST');
  });

  it('may ask for them', async () => {
    const answer = await ask('OPTIONS', '/api/runs/abc');
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([
      204,
      'GET, HEAD, DELETE',
      '',
    ]);
  });

  it('is not found where there is nothing', async () => {
    const answer = await ask('GET', '/api/nothing');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      error: { code: 'not_found', message: 'There is no such route' },
    });
    expect((await ask('OPTIONS', '/api/nothing')).status).toBe(404);
  });

  it('HEAD is GET without a body', async () => {
    const answer = await ask('HEAD', '/api/runs/abc');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});
