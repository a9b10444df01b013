import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintParts } from './fingerprint.ts';

const MIB = 2 ** 20;

describe('what a fingerprint is made of', () => {
  it.each([
    [0, [[0, 0]]],
    [1, [[0, 1]]],
    [3 * MIB, [[0, 3 * MIB]]],
    [
      3 * MIB + 1,
      [
        [0, MIB],
        [MIB, MIB],
        [2 * MIB + 1, MIB],
      ],
    ],
    [
      10_000_001,
      [
        [0, MIB],
        [4_475_712, MIB],
        [8_951_425, MIB],
      ],
    ],
  ])('of %i bytes', (size, samples) => {
    const parts = fingerprintParts(size);
    expect(parts.head).toBe(`${size}\n`);
    expect(parts.samples.map(({ position, length }) => [position, length])).toEqual(samples);
  });

  it('holds head and tail, in order, nothing twice and never more than 3 MiB', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (size) => {
        const { samples } = fingerprintParts(size);
        let end = 0;
        for (const { position, length } of samples) {
          expect(position).toBeGreaterThanOrEqual(end);
          end = position + length;
        }
        expect(samples[0]?.position).toBe(0);
        expect(end).toBe(size);
        const read = samples.reduce((sum, { length }) => sum + length, 0);
        expect(read).toBe(Math.min(size, 3 * MIB));
      }),
    );
  });
});
