import { type Command, Option } from 'commander';
import type { OptionSpec, OptionTable } from '../contract/option-spec.ts';
import { describeDefault, describeRange, flagOf } from '../contract/option-text.ts';
import { parseOptionText } from '../contract/parse-options.ts';

/** Types of which the placeholder says enough. */
const OBVIOUS: ReadonlySet<OptionSpec['kind']> = new Set(['switch', 'choice', 'list', 'text', 'texts']);

function describe(spec: OptionSpec): string {
  const obvious = OBVIOUS.has(spec.kind);
  const range = obvious ? '' : ` ${describeRange(spec)};`;
  return `${spec.help} [${range.trimStart()}${range ? ' ' : ''}default: ${describeDefault(spec)}]`;
}

/** Some options can be given several times; of the others the last one counts. */
function collect(spec: OptionSpec, earlier: unknown, value: unknown): unknown {
  return spec.kind === 'texts' && Array.isArray(earlier) && Array.isArray(value)
    ? [...earlier, ...value]
    : value;
}

/** Adds the options of a table to a command, grouped by section; defaults stay in the table. */
export function addOptions(command: Command, table: OptionTable): Command {
  for (const [name, spec] of Object.entries(table)) {
    const flag = flagOf(name);
    const group = `${spec.section.charAt(0).toUpperCase()}${spec.section.slice(1)}:`;
    if (spec.kind === 'switch') {
      // Help shows the form that changes something.
      const on = new Option(`--${flag}`, describe(spec)).helpGroup(group).hideHelp(spec.default === true);
      const off = new Option(`--no-${flag}`, describe(spec))
        .helpGroup(group)
        .hideHelp(spec.default === false);
      command.addOption(on).addOption(off);
      continue;
    }
    const option = new Option(`--${flag} <${spec.placeholder}>`, describe(spec)).helpGroup(group);
    command.addOption(
      option.argParser((text, earlier) => collect(spec, earlier, parseOptionText(name, spec, text))),
    );
  }
  return command;
}

/** The options of a table that stand on the command line, by camelCase name. */
export function givenOptions(command: Command, table: OptionTable): Record<string, unknown> {
  const names = Object.keys(table).filter((name) => command.getOptionValueSource(name) === 'cli');
  return Object.fromEntries(names.map((name) => [name, command.getOptionValue(name)]));
}

/** Options whose five numbers may be written as five words. */
const isWeights = (word: string, table: OptionTable) =>
  Object.entries(table).some(([name, spec]) => spec.kind === 'weights' && word === `--${flagOf(name)}`);

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)$/;

/**
 * Joins `--quality-weights 30 20 20 10 20` into one value, so that the numbers are not taken for inputs.
 * Up to five numbers are taken; fewer are left for validation to name.
 */
export function joinWeights(words: readonly string[], table: OptionTable): string[] {
  const joined: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return [...joined, ...words.slice(i)];
    joined.push(word);
    if (!isWeights(word, table)) continue;
    const numbers: string[] = [];
    while (numbers.length < 5 && NUMBER.test(words[i + 1] ?? '')) numbers.push(words[++i] ?? '');
    if (numbers.length > 0) joined.push(numbers.join(' '));
  }
  return joined;
}
