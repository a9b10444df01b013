import type { OptionSpec, OptionTable } from './option-spec.ts';
import { flagOf } from './option-text.ts';

/** `--pre-filter metrics`, `--png`, `--no-png`. */
function conditionText(option: string, value: string | boolean): string {
  if (value === true) return `--${flagOf(option)}`;
  return value === false ? `--no-${flagOf(option)}` : `--${flagOf(option)} ${value}`;
}

function isSet(spec: OptionSpec, value: unknown): boolean {
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(spec.default);
}

/**
 * A sentence for every option that is set but has no effect beside the others, so that nobody waits for one.
 * @param values resolved options by camelCase name
 */
export function ineffectiveOptions(table: OptionTable, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(table).flatMap(([name, spec]) => {
    const { appliesWhen } = spec;
    if (!appliesWhen || !isSet(spec, values[name])) return [];
    if (appliesWhen.values.some((value) => value === values[appliesWhen.option])) return [];
    const needed = appliesWhen.values
      .filter((value) => value !== 'auto')
      .map((value) => conditionText(appliesWhen.option, value));
    return [`--${flagOf(name)} has no effect without ${needed.join(' or ')}`];
  });
}
