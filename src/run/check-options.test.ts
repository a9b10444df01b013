import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import { checkOptions, optionWarnings } from './check-options.ts';

const options = (given: Record<string, unknown>) => resolveOptions(ANALYZE_OPTIONS, given);

describe('options that contradict each other', () => {
  it.each([
    [{ start: 5, end: 5 }, '--start 5 is not before --end 5'],
    [{ start: 5, end: 3 }, '--start 5 is not before --end 3'],
    [{ preFilter: 'metrics' }, '--pre-filter metrics needs at least one of --pre-min-sharpness'],
  ])('%j', (given, message) => {
    expect(() => checkOptions(options(given))).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
    );
  });

  it('others pass', () => {
    checkOptions(options({}));
    checkOptions(options({ start: 5, end: 5.001 }));
    checkOptions(options({ preFilter: 'metrics', preMinEntropy: 0.1 }));
  });
});

it('options without an effect are told', () => {
  expect(optionWarnings(options({}))).toEqual([]);
  expect(optionWarnings(options({ gpu: true }))).toEqual([expect.stringContaining('--gpu has no effect')]);
});
