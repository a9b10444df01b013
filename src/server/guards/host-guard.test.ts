import { describe, expect, it } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';
import { guarded } from './guards.fixture.ts';
import { hostGuard } from './host-guard.ts';

const server = (port = 4747) =>
  guarded((refusals) => [hostGuard(allowedHosts('127.0.0.1', port, []), refusals)]);

describe('the Host header', () => {
  it.each(['127.0.0.1:4747', 'localhost:4747', 'LOCALHOST:4747', '[::1]:4747'])(
    '%s is let in',
    async (host) => {
      expect((await server().ask(`http://${host}/api/runs`)).status).toBe(200);
    },
  );

  it.each([
    'evil.com:4747',
    '127.0.0.1:4748',
    '127.0.0.1',
    'localhost.evil.com:4747',
    '127.0.0.1.nip.io:4747',
    '',
  ])('"%s" is refused', async (host) => {
    const { ask, logged } = server();
    const answer = await ask('/api/runs', { host });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'request_refused' } });
    expect(logged).toEqual([expect.stringMatching(/^warn refused \(host\)/)]);
  });

  it('does not help where the request line names another server', async () => {
    expect((await server().ask('http://evil.com/api/runs', { host: '127.0.0.1:4747' })).status).toBe(403);
  });

  it('may leave out the port 80', async () => {
    expect((await server(80).ask('http://localhost/')).status).toBe(200);
  });
});
