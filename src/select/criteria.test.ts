import { describe, expect, it } from 'vitest';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { criteriaFromOptions, criteriaToOptions, openCriteria } from './criteria.ts';
import { RUN_WEIGHTS } from './record.fixture.ts';

const criteria = (given: Record<string, unknown>) =>
  criteriaFromOptions(resolveOptions(CRITERIA_OPTIONS, given), RUN_WEIGHTS);

describe('criteriaFromOptions', () => {
  it('limits nothing and uses the weights of the run when nothing is given', () => {
    expect(criteria({})).toEqual(openCriteria(RUN_WEIGHTS));
  });

  it('takes the mode from the bounds that are given', () => {
    expect(criteria({ minQuality: 50 }).mode).toBe('overall');
    expect(criteria({ maxBrightness: 90 }).mode).toBe('individual');
    expect(criteria({ minSharpness: 0 }).mode).toBe('individual');
  });

  it('asks for the mode when bounds of both are given', () => {
    expect(() => criteria({ minQuality: 50, minSharpness: 10 })).toThrow(/--filter-mode/);
    expect(criteria({ minQuality: 50, minSharpness: 10, filterMode: 'overall' }).mode).toBe('overall');
  });

  it('refuses a minimum above its maximum, but only where it has an effect', () => {
    expect(() => criteria({ minEdgeStrength: 60, maxEdgeStrength: 40 })).toThrow(
      '--min-edge-strength 60 is above --max-edge-strength 40',
    );
    expect(criteria({ minContrast: 60, maxContrast: 40, filterMode: 'overall' }).mode).toBe('overall');
    expect(criteria({ minContrast: 60, maxContrast: 60 }).metrics.contrast).toEqual({ min: 60, max: 60 });
  });

  it('takes its own weights where given', () => {
    expect(criteria({ weights: [1, 2, 3, 4, 5] }).weights.brightness).toBe(4);
  });
});

describe('criteriaToOptions', () => {
  it('repeats the criteria: options, criteria and options again are the same', () => {
    for (const given of [
      {},
      { minQuality: 40, weights: [1, 0, 0, 0, 0] },
      { minSharpness: 5, maxEntropy: 80 },
    ]) {
      const options = criteriaToOptions(criteria(given));
      expect(criteriaToOptions(criteria(options))).toEqual(options);
      expect(options).toMatchObject(given);
    }
  });

  it('leaves out bounds without effect', () => {
    const options = criteriaToOptions(criteria({ filterMode: 'overall', minQuality: 1, minSharpness: 2 }));
    expect(options).toEqual({ filterMode: 'overall', weights: [30, 20, 20, 10, 20], minQuality: 1 });
  });
});
