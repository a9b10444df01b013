import { describe, expect, it } from 'vitest';
import { cacheHeaders, compressionFor, hasTag } from './http-cache.ts';

describe('caching', () => {
  it('knows its tag among those that are sent', () => {
    expect(hasTag('"a", W/"b-1"', 'b-1')).toBe(true);
    expect(hasTag('"a"', 'a')).toBe(true);
    expect(hasTag('*', 'a')).toBe(true);
    for (const sent of [undefined, '', '"ab"', 'a', '"A"']) expect(hasTag(sent, 'a')).toBe(false);
  });

  it('keeps for ever only what is named by its address', () => {
    expect(cacheHeaders('t', true)).toEqual({
      ETag: '"t"',
      'Cache-Control': 'private, max-age=31536000, immutable',
    });
    expect(cacheHeaders('t', false)['Cache-Control']).toBe('private, no-cache');
  });
});

describe('compression', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['identity', null],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['*;q=0', null],
    ['BR', 'br'],
    ['zstd', null],
  ])('%s: %s', (accepted, wanted) => {
    expect(compressionFor(accepted)).toBe(wanted);
  });
});
