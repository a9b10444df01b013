import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shotIdsOf } from './shot-ids.ts';

it('every frame belongs to the last shot that begins at or before it', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 40 }),
      fc.nat(400),
      (numbers, frame) => {
        const starts = [...numbers].sort((a, b) => a - b);
        const expected = Math.max(0, starts.filter((start) => start <= frame).length - 1);
        expect(shotIdsOf(starts)(frame)).toBe(expected);
      },
    ),
  );
});
