import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitReader } from './bit-reader.ts';
import { BitWriter, escapeNal, joinNalUnits } from './bit-writer.test-support.ts';
import { splitNalUnits, unescapeNal } from './nal-units.ts';

const field = fc.oneof(
  fc.record({ kind: fc.constant('ue' as const), value: fc.nat(2 ** 32 - 2) }),
  fc.record({ kind: fc.constant('se' as const), value: fc.integer({ min: -(2 ** 30), max: 2 ** 30 }) }),
  fc.record({ kind: fc.constant('bits' as const), value: fc.nat(2 ** 31 - 1) }),
);

describe('BitReader', () => {
  it('reads back every sequence of fields', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 30 }), (fields) => {
        const writer = new BitWriter();
        for (const { kind, value } of fields) {
          if (kind === 'bits') writer.bits(value, 32);
          else writer[kind](value);
        }
        const reader = new BitReader(writer.bytes());
        const read = fields.map(({ kind }) => (kind === 'bits' ? reader.bits(32) : reader[kind]()));
        expect(read).toEqual(fields.map(({ value }) => value));
        expect(reader.overrun).toBe(false);
      }),
    );
  });

  it('reads the codes of H.264 table 9-2', () => {
    const reader = new BitReader(Uint8Array.of(0b1_010_011_0, 0b0100_0010, 0b1_0011000));
    expect([reader.ue(), reader.ue(), reader.ue(), reader.ue(), reader.ue()]).toEqual([0, 1, 2, 3, 4]);
  });

  it('marks an overrun and gives zeros instead of throwing', () => {
    const reader = new BitReader(Uint8Array.of(0));
    expect(reader.ue()).toBe(0);
    expect(reader.overrun).toBe(true);
    const long = new BitReader(new Uint8Array(64));
    expect(long.ue()).toBe(0);
    expect(long.overrun).toBe(true);
    const skipped = new BitReader(Uint8Array.of(255));
    skipped.skip(9);
    expect([skipped.overrun, skipped.bit()]).toEqual([true, 0]);
  });
});

describe('NAL units', () => {
  const payload = fc.uint8Array({ minLength: 2, maxLength: 40 }).map((bytes) => {
    const unit = escapeNal(bytes.map((byte) => (byte > 200 ? byte : byte % 5)));
    // A NAL unit neither begins nor ends with a zero byte.
    unit[0] = 0x65;
    unit[unit.length - 1] = 0x80;
    return unit;
  });

  it('taking emulation prevention out undoes putting it in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60, max: 4 }), fc.nat(60), (bytes, limit) => {
        expect(unescapeNal(escapeNal(bytes), limit)).toEqual(bytes.subarray(0, limit));
      }),
    );
  });

  it('cuts what was joined, with start codes and with lengths of every size', () => {
    const sizes = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const);
    fc.assert(
      fc.property(fc.array(payload, { minLength: 1, maxLength: 5 }), sizes, (units, size) => {
        expect(splitNalUnits(joinNalUnits(units, size), size)).toEqual(units);
      }),
    );
  });

  it('refuses lengths that do not fit and data before the first start code', () => {
    expect(splitNalUnits(Uint8Array.of(0, 5, 1, 2), 2)).toBeNull();
    expect(splitNalUnits(Uint8Array.of(0, 0, 0, 1, 0x65, 0x88), 4)).toBeNull();
    expect(splitNalUnits(Uint8Array.of(7, 0, 0, 1, 0x65, 0x88), 0)).toBeNull();
    expect(splitNalUnits(new Uint8Array(), 4)).toBeNull();
  });
});
