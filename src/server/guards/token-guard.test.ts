import { describe, expect, it } from 'vitest';
import { guarded } from './guards.fixture.ts';
import { newToken, tokenGuard } from './token-guard.ts';

const TOKEN = newToken();
const server = () => guarded((refusals) => [tokenGuard(TOKEN, 'framesift_4747', refusals)]);
const COOKIE = `framesift_4747=${TOKEN}`;
const PAGE = { accept: 'text/html,*/*', 'sec-fetch-mode': 'navigate' };

describe('the token', () => {
  it('is 32 random bytes that fit into an address', () => {
    expect(TOKEN).toMatch(/^[\w-]{43}$/);
    expect(newToken()).not.toBe(TOKEN);
  });

  it('in the address becomes a cookie and goes out of the address', async () => {
    const answer = await server().ask(`/runs/abc/sift?token=${TOKEN}&min=5`, PAGE);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/runs/abc/sift?min=5');
    expect(answer.headers.get('set-cookie')).toBe(`${COOKIE}; Path=/; HttpOnly; SameSite=Strict`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('in the address of a link in another page: goes on from an own page, so that the browser sends the cookie', async () => {
    const answer = await server().ask(`/?token=${TOKEN}`, { ...PAGE, 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toContain(COOKIE);
    const page = await answer.text();
    expect(page).toContain('content="0;url=/"');
    expect(page).not.toContain('<script');
  });

  it('is never redirected to another server', async () => {
    const answer = await server().ask(`//evil.com/?token=${TOKEN}`);
    expect(answer.headers.get('location')).toBe('/evil.com/');
  });

  it('in the cookie lets in, whatever an old address says', async () => {
    expect(await (await server().ask('/api/runs', { cookie: COOKIE })).text()).toBe('fine 0');
    const old = await server().ask('/?token=of-an-earlier-start', { cookie: COOKIE });
    expect([old.status, old.headers.get('location')]).toEqual([303, '/']);
  });

  it('in the address of a request that changes something lets it through as it is', async () => {
    const answer = await server().ask(`/api/runs?token=${TOKEN}`, {}, { method: 'POST', body: 'abc' });
    expect(await answer.text()).toBe('fine 3');
  });

  it.each<[string, string, Record<string, string>]>([
    ['none', '/api/runs', {}],
    ['a wrong one', `/api/runs?token=${newToken()}`, {}],
    ['an empty one', '/api/runs?token=', {}],
    ['the beginning of it', `/api/runs?token=${TOKEN.slice(0, -1)}`, {}],
    ['a wrong cookie', '/api/runs', { cookie: `framesift_4747=${newToken()}` }],
    ['the cookie of another port', '/api/runs', { cookie: COOKIE.replace('4747', '4748') }],
  ])('%s: 401', async (_, address, headers) => {
    const { ask, logged } = server();
    const answer = await ask(address, headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.json()).toMatchObject({ error: { code: 'token_missing' } });
    expect(logged).toEqual([expect.stringMatching(/^warn refused \(token\)/)]);
  });

  it('that is missing is explained on a page to a person', async () => {
    const answer = await server().ask('/', PAGE);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    const page = await answer.text();
    expect(page).toContain('Open the address that');
    expect(page).not.toContain('<script');
  });
});
