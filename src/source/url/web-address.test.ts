import { describe, expect, it } from 'vitest';
import { isPublic, parseAddress, requirePublic } from './web-address.ts';

describe('an address', () => {
  it.each(['https://example.org/a', 'http://example.org:8080/?v=1', 'HTTPS://EXAMPLE.ORG'])(
    '%s is one',
    (text) => {
      expect(parseAddress(text).protocol).toMatch(/^https?:$/);
    },
  );

  it.each([
    'ftp://example.org/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
    'http://[::1',
    'data:text/html,a',
  ])('%s is refused', (text) => {
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'url_refused', exitCode: 4 }));
  });
});

describe('a public IP address', () => {
  it.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111'])('%s is one', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    ...[
      '127.0.0.1',
      '127.8.8.8',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '192.0.2.1',
      '198.18.0.1',
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'ff02::1',
    ],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'no address', ''],
  ])('%s is none', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('a host', () => {
  const answers =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: 4 }));

  it('passes when all of its addresses are public', async () => {
    expect(await requirePublic('example.org', answers('93.184.216.34'))).toEqual(['93.184.216.34']);
    expect(await requirePublic('1.1.1.1', answers())).toEqual(['1.1.1.1']);
  });

  it('is refused for one private address among its own, and when it is one written out, in any notation', async () => {
    const mixed = requirePublic('example.org', answers('93.184.216.34', '10.0.0.1'));
    await expect(mixed).rejects.toMatchObject({ code: 'url_private', exitCode: 4 });
    for (const text of [
      'http://[::1]/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::ffff:127.0.0.1]/',
    ]) {
      const host = requirePublic(new URL(text).hostname, answers('93.184.216.34'));
      await expect(host, text).rejects.toMatchObject({ code: 'url_private' });
    }
  });

  it('that cannot be resolved is an error of the network', async () => {
    const none = requirePublic('nothing.invalid', () => Promise.reject(new Error('ENOTFOUND')));
    await expect(none).rejects.toMatchObject({ code: 'url_network', exitCode: 1 });
  });
});
