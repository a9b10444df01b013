import { describe, expect, it } from 'vitest';
import { allowedHosts, isPrivateHost, serverAddress } from './allowed-hosts.ts';

describe('what the Host header may be', () => {
  it('names of this machine alone with the port', () => {
    expect([...allowedHosts('127.0.0.1', 4747, ['192.168.1.5'])]).toEqual([
      '127.0.0.1:4747',
      'localhost:4747',
      '[::1]:4747',
    ]);
  });

  it('and the chosen address', () => {
    expect(allowedHosts('192.168.1.5', 5000, []).has('192.168.1.5:5000')).toBe(true);
    expect(allowedHosts('fe80::1', 5000, []).has('[fe80::1]:5000')).toBe(true);
    expect(allowedHosts('MyHost', 5000, []).has('myhost:5000')).toBe(true);
  });

  it('and every address of this machine where it listens on all of them', () => {
    const hosts = allowedHosts('0.0.0.0', 5000, ['192.168.1.5', 'fe80::1%eth0', 'Box']);
    expect([...hosts]).toEqual(expect.arrayContaining(['192.168.1.5:5000', '[fe80::1]:5000', 'box:5000']));
    expect(hosts.has('0.0.0.0:5000')).toBe(false);
  });

  it('without the port only where browsers leave it out', () => {
    expect(allowedHosts('127.0.0.1', 80, []).has('localhost')).toBe(true);
    expect(allowedHosts('127.0.0.1', 4747, []).has('localhost')).toBe(false);
  });
});

describe('the address to open', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4747'],
    ['localhost', 'http://localhost:4747'],
    ['0.0.0.0', 'http://127.0.0.1:4747'],
    ['::', 'http://127.0.0.1:4747'],
    ['::1', 'http://[::1]:4747'],
    ['192.168.1.5', 'http://192.168.1.5:4747'],
  ])('%s: %s', (host, address) => {
    expect(serverAddress(host, 4747)).toBe(address);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.5', false],
    ['127.evil.com', false],
  ])('%s reaches this machine only: %s', (host, expected) => {
    expect(isPrivateHost(host)).toBe(expected);
  });
});
