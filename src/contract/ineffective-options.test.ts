import { expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from './analyze-options.ts';
import { CRITERIA_OPTIONS } from './criteria-options.ts';
import { ineffectiveOptions } from './ineffective-options.ts';
import { resolveOptions } from './parse-options.ts';

const analyze = (given: Record<string, unknown>) =>
  ineffectiveOptions(ANALYZE_OPTIONS, resolveOptions(ANALYZE_OPTIONS, given));
const criteria = (given: Record<string, unknown>) =>
  ineffectiveOptions(CRITERIA_OPTIONS, resolveOptions(CRITERIA_OPTIONS, given));

it('options that have no effect beside the others are named, with what they need', () => {
  expect(analyze({ preMinSharpness: 99, interval: 3, maxGap: 2 })).toEqual([
    '--interval has no effect without --method interval',
    '--pre-min-sharpness has no effect without --pre-filter metrics',
  ]);
  expect(analyze({ png: true, jpgQuality: 80 })).toEqual(['--jpg-quality has no effect without --no-png']);
  expect(analyze({ bitDepth: 'source' })).toEqual(['--bit-depth has no effect without --png']);
  expect(criteria({ filterMode: 'overall', minSharpness: 90 })).toEqual([
    '--min-sharpness has no effect without --filter-mode individual',
  ]);
});

it('nothing is said of defaults, and of options that act', () => {
  expect(analyze({})).toEqual([]);
  expect(analyze({ method: 'interval', interval: 3, png: true, bitDepth: 'source' })).toEqual([]);
  expect(analyze({ method: 'all', interval: 5 })).toEqual([]);
  expect(criteria({ minSharpness: 90 })).toEqual([]);
});
