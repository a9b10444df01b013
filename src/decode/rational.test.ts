import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalToRational, parseRational, ptsAtOrAfter, rescale, toNumber } from './rational.ts';

const base = fc.record({ num: fc.integer({ min: 1, max: 2000 }), den: fc.integer({ min: 1, max: 200_000 }) });

describe('rational numbers', () => {
  it('are parsed as ffprobe prints them', () => {
    expect(parseRational('30000/1001')).toEqual({ num: 30000, den: 1001 });
    expect(parseRational('4:3')).toEqual({ num: 4, den: 3 });
    expect(parseRational('25')).toEqual({ num: 25, den: 1 });
    for (const text of ['0/0', '0:1', '1/0', 'N/A', '', undefined, '1/2/3', '1.5']) {
      expect(parseRational(text)).toBeNull();
    }
    expect(toNumber({ num: 1, den: 4 })).toBe(0.25);
  });

  it('rescale rounds to nearest, halves away from zero, and to itself in the same base', () => {
    expect(rescale(1, { num: 1, den: 2 }, { num: 1, den: 1 })).toBe(1);
    expect(rescale(-1, { num: 1, den: 2 }, { num: 1, den: 1 })).toBe(-1);
    expect(rescale(100_000_000, { num: 1, den: 1_000_000 }, { num: 1, den: 90_000 })).toBe(9_000_000);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), base, base, (value, from, to) => {
        expect(rescale(value, from, from)).toBe(value);
        const exact = (value * (from.num / from.den)) / (to.num / to.den);
        expect(Math.abs(rescale(value, from, to) - exact)).toBeLessThan(0.5 + Math.abs(exact) * 1e-12 + 1e-6);
      }),
    );
  });

  it('a decimal option means its decimal digits', () => {
    expect(decimalToRational(0.1)).toEqual({ num: 100_000_000n, den: 1_000_000_000n });
    expect(decimalToRational(3 * 0.7).num).toBe(2_100_000_000n);
  });

  it('ptsAtOrAfter is the smallest pts that is late enough', () => {
    expect(ptsAtOrAfter(7, 1, { num: 1, den: 25 })).toBe(32);
    expect(ptsAtOrAfter(0, 0.1, { num: 1, den: 3 })).toBe(1);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 1e7 }), base, (origin, milliseconds, timeBase) => {
        const pts = ptsAtOrAfter(origin, milliseconds / 1000, timeBase);
        const late = (ticks: number) =>
          BigInt(ticks) * BigInt(timeBase.num) * 1000n >= BigInt(milliseconds) * BigInt(timeBase.den);
        expect(late(pts - origin)).toBe(true);
        expect(late(pts - origin - 1)).toBe(false);
      }),
    );
  });
});
