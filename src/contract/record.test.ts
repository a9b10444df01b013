import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameRecord, frameRecordSchema, serializeRecord } from './record.ts';
import { roundTo } from './round.ts';

const RECORD: FrameRecord = {
  error: null,
  frame_number: 12,
  time: 0.48,
  pts: -512,
  picked_by: 'gap',
  filename: null,
  status: 'rejected',
  reject_reason: 'edge_strength',
  sharpness_score: 12.3456,
  edge_strength_score: 1,
  contrast_score: 0,
  brightness_score: 100,
  entropy_score: 50,
  quality_score: 33.3333,
  sharpness_raw: 123.456,
  edge_strength_raw: 1,
};

describe('serializeRecord', () => {
  it('writes the keys in the order of the design, whatever order they come in, on one line', () => {
    const line = serializeRecord(RECORD);
    expect(line).toBe(
      '{"frame_number":12,"time":0.48,"pts":-512,"picked_by":"gap","filename":null,"status":"rejected",' +
        '"reject_reason":"edge_strength","sharpness_score":12.3456,"edge_strength_score":1,"contrast_score":0,' +
        '"brightness_score":100,"entropy_score":50,"quality_score":33.3333,"sharpness_raw":123.456,' +
        '"edge_strength_raw":1,"error":null}\n',
    );
    expect(frameRecordSchema.parse(JSON.parse(line))).toEqual(RECORD);
  });

  it('stays on one line whatever the error says', () => {
    const line = serializeRecord({ ...RECORD, error: 'a\nb\r\u2028"' });
    expect(line.indexOf('\n')).toBe(line.length - 1);
  });
});

describe('roundTo', () => {
  it('gives the nearest decimal, and never -0', () => {
    expect([12.34566, 12.34564, -0.00001, 99.99999, 0].map((value) => roundTo(value, 4))).toEqual([
      12.3457, 12.3456, 0, 100, 0,
    ]);
    expect(Object.is(roundTo(-0.00001, 4), 0)).toBe(true);
  });

  it('changes nothing that is rounded already, and gives the double that its decimals stand for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.constantFrom(4, 6),
        (value, decimals) => {
          const rounded = roundTo(value, decimals);
          expect(roundTo(rounded, decimals)).toBe(rounded);
          expect(Number(rounded.toFixed(decimals))).toBe(rounded);
          expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.500001 * 10 ** -decimals);
        },
      ),
    );
  });
});
