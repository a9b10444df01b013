import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../contract/export-options.ts';
import { flagOf } from '../contract/option-text.ts';
import { SERVER_OPTIONS } from '../contract/server-options.ts';
import { ALL_OPTIONS } from './command-context.ts';
import { addOptions, givenOptions, joinWeights } from './command-options.ts';

const join = (line: string) => joinWeights(line.split(' '), ALL_OPTIONS);

describe('five weights as five words', () => {
  it.each([
    [
      'analyze --quality-weights 30 20 20 10 20 a.mp4',
      ['analyze', '--quality-weights', '30 20 20 10 20', 'a.mp4'],
    ],
    ['filter run --weights 1 0 0 0 .5 --json', ['filter', 'run', '--weights', '1 0 0 0 .5', '--json']],
    ['analyze --quality-weights 1,2,3,4,5 a', ['analyze', '--quality-weights', '1,2,3,4,5', 'a']],
    ['analyze --quality-weights 1 2 a.mp4', ['analyze', '--quality-weights', '1 2', 'a.mp4']],
    ['analyze --quality-weights 1 2 3 4 5 6', ['analyze', '--quality-weights', '1 2 3 4 5', '6']],
    ['analyze --interval 5 6', ['analyze', '--interval', '5', '6']],
    ['analyze -- --weights 1 2', ['analyze', '--', '--weights', '1', '2']],
    ['filter run --weights', ['filter', 'run', '--weights']],
  ])('%s', (line, words) => {
    expect(join(line)).toEqual(words);
  });
});

describe('options of a command', () => {
  const parse = (words: readonly string[]) => {
    const command = addOptions(new Command().exitOverride(), ANALYZE_OPTIONS);
    command.parse([...words], { from: 'user' });
    return givenOptions(command, ANALYZE_OPTIONS);
  };

  it('only what stands on the command line counts as given, with its value', () => {
    expect(parse([])).toEqual({});
    expect(parse(['--method', 'all', '--start', '1:02.5', '--png', '--no-resume'])).toEqual({
      method: 'all',
      start: 62.5,
      png: true,
      resume: false,
    });
    expect(parse(['--quality-weights', '1 2 3 4 5'])).toEqual({ qualityWeights: [1, 2, 3, 4, 5] });
  });

  it('an option that can be given several times gathers its values; of others the last one counts', () => {
    const command = addOptions(new Command().exitOverride(), SERVER_OPTIONS);
    const words = ['--root', 'a', '--root', 'b, c', '--port', '1', '--port', '0'];
    command.parse(words, { from: 'user' });
    expect(givenOptions(command, SERVER_OPTIONS)).toEqual({ root: ['a', 'b, c'], port: 0 });
  });

  it('every option of the tables is a flag with its range and default in the help', () => {
    const command = new Command('x');
    for (const table of [ANALYZE_OPTIONS, CRITERIA_OPTIONS, EXPORT_OPTIONS]) addOptions(command, table);
    const help = command.helpInformation();
    for (const name of Object.keys(ALL_OPTIONS))
      expect(help).toMatch(new RegExp(`--(?:no-)?${flagOf(name)}\\b`));
    expect(help.replace(/\s+/g, ' ')).toContain('[a number from 0.001 to 86400 seconds; default: 5]');
  });
});
