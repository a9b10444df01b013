import { describe, expect, it } from 'vitest';
import { guarded } from './guards.fixture.ts';
import { originGuard } from './origin-guard.ts';

const server = () => guarded((refusals) => [originGuard(refusals)]);
const OWN = 'http://127.0.0.1:4747';

describe('requests of other pages', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a program that sends neither header', {}, 200],
    ['own page', { origin: OWN, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }, 200],
    ['an address that a person typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
    ['another origin', { origin: 'http://evil.com' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:9999' }, 403],
    ['the same name by TLS', { origin: 'https://127.0.0.1:4747' }, 403],
    ['another name of this machine', { origin: 'http://localhost:4747' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a picture in another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a script of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [
      'a link',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      200,
    ],
    [
      'a frame',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      403,
    ],
  ])('%s', async (_, headers, status) => {
    const { ask, logged } = server();
    const answer = await ask('/api/runs', headers);
    expect(answer.status).toBe(status);
    expect(logged).toHaveLength(status === 403 ? 1 : 0);
    if (status === 403) expect(await answer.json()).toMatchObject({ error: { code: 'request_refused' } });
  });

  it('a form of another page is no link', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await server().ask('/api/runs', headers, { method: 'POST' })).status).toBe(403);
  });

  it('are answered without leave to read the answer', async () => {
    const answer = await server().ask('/api/runs', { origin: 'http://evil.com' }, { method: 'OPTIONS' });
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
