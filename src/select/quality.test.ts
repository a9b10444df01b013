import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS, weightsFromList } from '../contract/metric.ts';
import { FrameColumns } from './columns.ts';
import { qualityColumn, qualityOf } from './quality.ts';
import { arbitraryRecords, arbitraryWeights, RUN_WEIGHTS } from './record.fixture.ts';

const SCORES = {
  sharpness: 12.3456,
  edge_strength: 40,
  contrast: 55.5555,
  brightness: 61.2,
  entropy: 90.0001,
};

describe('qualityOf', () => {
  it('is the weighted mean of the stored scores, rounded to 4 decimals', () => {
    // (30·12.3456 + 20·40 + 20·55.5555 + 10·61.2 + 20·90.0001) / 100 = 46.93483
    expect(qualityOf(SCORES, RUN_WEIGHTS)).toBe(46.9348);
  });

  it('needs weights that add up to nothing in particular', () => {
    expect(qualityOf(SCORES, weightsFromList([3, 2, 2, 1, 2]))).toBe(46.9348);
    expect(qualityOf(SCORES, weightsFromList([0, 0, 0, 0, 0.5]))).toBe(90.0001);
  });

  it('is unknown when a metric with weight is, and only then', () => {
    const partly = { ...SCORES, brightness: null };
    expect(qualityOf(partly, RUN_WEIGHTS)).toBeNull();
    expect(qualityOf(partly, weightsFromList([1, 0, 0, 0, 0]))).toBe(12.3456);
  });

  it('stays between the smallest and the largest score', () => {
    const points = fc.integer({ min: 0, max: 1_000_000 }).map((step) => step / 10_000);
    const scores = fc.record({
      sharpness: points,
      edge_strength: points,
      contrast: points,
      brightness: points,
      entropy: points,
    });
    fc.assert(
      fc.property(scores, arbitraryWeights, (given, weights) => {
        const quality = qualityOf(given, weights) ?? -1;
        const values = METRICS.map((metric) => given[metric]);
        expect(quality).toBeGreaterThanOrEqual(Math.min(...values));
        expect(quality).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });
});

describe('qualityColumn', () => {
  it('holds exactly what qualityOf gives, whatever weights were asked for before', () => {
    fc.assert(
      fc.property(arbitraryRecords, arbitraryWeights, arbitraryWeights, (records, first, second) => {
        const columns = FrameColumns.from(records);
        for (const weights of [first, second, second]) {
          const expected = records.map((record) => {
            const scores = {
              sharpness: record.sharpness_score,
              edge_strength: record.edge_strength_score,
              contrast: record.contrast_score,
              brightness: record.brightness_score,
              entropy: record.entropy_score,
            };
            return qualityOf(scores, weights) ?? Number.NaN;
          });
          expect([...qualityColumn(columns, weights).values]).toEqual(expected);
        }
      }),
    );
  });
});
