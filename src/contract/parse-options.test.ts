import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from './analyze-options.ts';
import { AppError } from './app-error.ts';
import { CRITERIA_OPTIONS } from './criteria-options.ts';
import { OPTION_SECTIONS, type OptionSpec, type OptionTable } from './option-spec.ts';
import { describeDefault, describeRange, flagOf } from './option-text.ts';
import {
  nearestName,
  parseOptionText,
  parseOptionValue,
  resolveOptions,
  unknownOption,
} from './parse-options.ts';
import { PROGRAM_OPTIONS } from './program-options.ts';
import { SERVER_OPTIONS } from './server-options.ts';

const TABLES: Readonly<Record<string, OptionTable>> = {
  ANALYZE_OPTIONS,
  CRITERIA_OPTIONS,
  PROGRAM_OPTIONS,
  SERVER_OPTIONS,
};
const ALL: readonly (readonly [string, OptionSpec])[] = Object.values(TABLES).flatMap((t) =>
  Object.entries(t),
);

function thrownBy(work: () => unknown): AppError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('the option tables', () => {
  it.each(ALL)('%s is told completely and its default is valid', (name, spec) => {
    expect(spec.schema.safeParse(spec.default)).toEqual({ success: true, data: spec.default });
    expect(spec.help).toMatch(/\.$/);
    expect(OPTION_SECTIONS).toContain(spec.section);
    expect(describeRange(spec)).not.toMatch(/undefined|NaN/);
    expect(describeDefault(spec)).not.toBe('');
    expect(flagOf(name)).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it('of the commands share no names, so that they can be given together', () => {
    const { SERVER_OPTIONS: _, ...together } = TABLES;
    const names = Object.values(together).flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
  });

  it('depend only on options that exist, with values these can have', () => {
    const specs = new Map(ALL);
    for (const [, { appliesWhen }] of ALL) {
      if (!appliesWhen) continue;
      const other = specs.get(appliesWhen.option);
      for (const value of appliesWhen.values) expect(other?.schema.safeParse(value).success).toBe(true);
    }
  });

  it('keep places and speed out of what shapes the result', () => {
    const shaping = ALL.filter(([, spec]) => spec.shapesResult).map(([name]) => name);
    for (const name of ['out', 'resume', 'workers', 'gpu', 'hwaccel', 'json', 'logLevel', 'minQuality']) {
      expect(shaping).not.toContain(name);
    }
  });
});

describe('resolveOptions', () => {
  it('fills in the defaults', () => {
    expect(resolveOptions(ANALYZE_OPTIONS, {})).toMatchObject({
      method: 'keyframes',
      interval: 5,
      preFilter: 'off',
      qualityWeights: [30, 20, 20, 10, 20],
      sceneThreshold: null,
      resume: true,
    });
  });

  it('resolves what it resolved to itself', () => {
    const once = resolveOptions(ANALYZE_OPTIONS, { method: 'all', start: 3, png: true, maxGap: undefined });
    expect(resolveOptions(ANALYZE_OPTIONS, once)).toEqual(once);
  });

  it('names the nearest option for one that does not exist', () => {
    expect(thrownBy(() => resolveOptions(ANALYZE_OPTIONS, { intervall: 3 }))).toMatchObject({
      code: 'unknown_option',
      exitCode: 2,
      hint: 'Did you mean interval?',
    });
    expect(thrownBy(() => resolveOptions(ANALYZE_OPTIONS, { toString: 1 })).code).toBe('unknown_option');
  });

  it.each([
    ['jpgQuality', 0],
    ['jpgQuality', 101],
    ['jpgQuality', 90.5],
    ['interval', 0],
    ['interval', Number.NaN],
    ['interval', '5'],
    ['method', 'keyframe'],
    ['png', 'yes'],
    ['start', -1],
    ['qualityWeights', [0, 0, 0, 0, 0]],
    ['qualityWeights', [1, 2, 3, 4]],
    ['qualityWeights', [1, 2, 3, 4, -5]],
    ['out', ''],
  ])('refuses %s = %o and says what it may be', (name, value) => {
    const error = thrownBy(() => resolveOptions(ANALYZE_OPTIONS, { [name]: value }));
    expect(error).toMatchObject({ code: 'invalid_option', httpStatus: 400 });
    expect(error.message).toContain(`--${flagOf(name)} must be `);
  });
});

describe('parseOptionText', () => {
  const analyze: OptionTable = ANALYZE_OPTIONS;
  const parse = (name: string, text: string): unknown => {
    const spec = analyze[name];
    if (!spec) throw new Error(name);
    return parseOptionText(name, spec, text);
  };

  it('takes what a command line gives', () => {
    expect(parse('start', '1:02.5')).toBe(62.5);
    expect(parse('interval', '0.5')).toBe(0.5);
    expect(parse('qualityWeights', '1,2, 3 4 5')).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['interval', ''],
    ['interval', ' '],
    ['interval', '5s'],
    ['interval', 'Infinity'],
    ['start', '1:99'],
    ['stream', '-1'],
    ['qualityWeights', '1 2 three 4 5'],
  ])('refuses --%s %o and quotes it as typed', (name, text) => {
    expect(thrownBy(() => parse(name, text)).message).toContain(`but is "${text}"`);
  });

  it('agrees with parseOptionValue for every number in range', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 86_400, noNaN: true }), (value) => {
        expect(parse('interval', String(value))).toBe(
          parseOptionValue('interval', ANALYZE_OPTIONS.interval, value),
        );
      }),
    );
  });
});

describe('nearestName', () => {
  it('offers what can be a typing error and nothing else', () => {
    expect(nearestName('--metod', ['--method', '--interval'])).toBe('--method');
    expect(nearestName('--colour', ['--method', '--interval'])).toBeNull();
    expect(nearestName('x', [])).toBeNull();
    expect(unknownOption('--zzzzzz', ['--method']).hint).toContain('--help');
  });
});
