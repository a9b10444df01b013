import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHalves, encodeHalves } from './half-floats.ts';

/** The value of a half float by its definition (IEEE 754 binary16). */
function definedValue(half: number): number {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = (half & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign / 0 : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
}

const every = Uint16Array.from({ length: 65536 }, (_, i) => i);
const finite = [...every].filter((half) => Number.isFinite(definedValue(half)));
const encodeOne = (value: number) => encodeHalves(Float32Array.of(value))[0] ?? -1;

describe('half floats', () => {
  it('are decoded as they are defined', () => {
    decodeHalves(every).forEach((value, half) => {
      if (!Object.is(value, definedValue(half))) throw new Error(`${half} gives ${value}`);
    });
  });

  it('come back as they were', () => {
    const back = encodeHalves(decodeHalves(Uint16Array.from(finite)));
    expect([...back].every((half, i) => half === finite[i])).toBe(true);
  });

  it('are the nearest to a float, halves to even', () => {
    const positive = finite.filter((half) => half < 0x8000);
    const float = fc.oneof(
      fc.float({ noNaN: true, min: -1, max: 1 }),
      fc.float({ noNaN: true, min: Math.fround(-1e-4), max: Math.fround(1e-4) }),
      fc.float({ noNaN: true, min: -65519, max: 65519 }),
    );
    fc.assert(
      fc.property(float, (value) => {
        const size = Math.abs(value);
        const below = positive.findLast((half) => definedValue(half) <= size) ?? 0;
        const down = size - definedValue(below);
        const up = (below === 0x7bff ? 65536 : definedValue(below + 1)) - size;
        const wanted = down < up || (down === up && below % 2 === 0) ? below : below + 1;
        expect(encodeOne(value) & 0x7fff).toBe(wanted);
        expect(encodeOne(value) >> 15).toBe(Object.is(Math.sign(value), -0) || value < 0 ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });

  it('lie halfway between two: the even one is taken', () => {
    for (let half = 0; half < 0x7bff; half++) {
      const between = (definedValue(half) + definedValue(half + 1)) / 2;
      if (encodeOne(between) !== half + (half % 2)) throw new Error(`between ${half} and the next`);
    }
  });

  it('end at infinity', () => {
    expect([65519, 65520, 1e9, Infinity, -Infinity].map(encodeOne)).toEqual([
      0x7bff, 0x7c00, 0x7c00, 0x7c00, 0xfc00,
    ]);
    expect(encodeOne(Number.NaN) & 0x7fff).toBeGreaterThan(0x7c00);
  });
});
