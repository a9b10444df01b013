import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCache } from './byte-cache.ts';

describe('a cache of bytes', () => {
  it('keeps the pieces used last, as many as there is room for', () => {
    const cache = new ByteCache(30);
    for (const key of ['a', 'b', 'c']) cache.set(key, Buffer.alloc(10));
    expect(cache.get('a')).not.toBeNull();
    cache.set('d', Buffer.alloc(15));
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key)?.length ?? null)).toEqual([10, null, null, 15]);
    cache.set('e', Buffer.alloc(31));
    expect(cache.get('e')).toBeNull();
  });

  it('never exceeds its room and counts right', () => {
    const step = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(60));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const cache = new ByteCache(100);
        for (const [key, size] of steps) {
          cache.set(key, Buffer.alloc(size));
          const kept = ['a', 'b', 'c', 'd', 'e'].map((name) => cache.get(name)?.length ?? 0);
          expect(cache.bytes).toBe(kept.reduce((sum, bytes) => sum + bytes, 0));
          expect(cache.bytes).toBeLessThanOrEqual(100);
          expect(cache.get(key)?.length).toBe(size);
        }
      }),
    );
  });
});
