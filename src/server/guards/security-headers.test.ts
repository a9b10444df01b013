import { expect, it } from 'vitest';
import { guarded } from './guards.fixture.ts';
import { securityHeaders } from './security-headers.ts';

it('tells the browser to run nothing but own files and to keep the page apart', async () => {
  const { headers } = await guarded(() => [securityHeaders()]).ask('/');
  const expected = {
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
  };
  expect(Object.fromEntries(headers)).toMatchObject(expected);
  expect(headers.has('access-control-allow-origin')).toBe(false);
});
