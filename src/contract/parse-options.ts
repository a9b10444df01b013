import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { AppError } from './app-error.ts';
import type { OptionSpec, OptionTable, OptionValues } from './option-spec.ts';
import { describeRange, flagOf } from './option-text.ts';

/** The nearest of the given names when it is near enough to be a typing error, else null. */
export function nearestName(name: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const best = closest(name, [...names]);
  return distance(name, best) <= Math.max(2, Math.floor(name.length / 3)) ? best : null;
}

/** The error for an option that does not exist, with the nearest one that does. */
export function unknownOption(flag: string, flags: readonly string[]): AppError {
  const nearest = nearestName(flag, flags);
  const suggestion = nearest
    ? `Did you mean ${nearest}?`
    : 'See `framesift COMMAND --help` for the options of a command.';
  return new AppError('unknown_option', { option: flag, suggestion });
}

/** What a text's own schema says against it, where that is more than its type tells. */
function ownProblem(spec: OptionSpec, issues: readonly z.core.$ZodIssue[]): string | null {
  if (spec.kind !== 'text') return null;
  return issues.find(({ code }) => code === 'custom')?.message ?? null;
}

function invalid(
  name: string,
  spec: OptionSpec,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): AppError {
  const actual = Array.isArray(value)
    ? value.join(spec.kind === 'list' ? ',' : ' ')
    : typeof value === 'string'
      ? `"${value}"`
      : String(value);
  const nearest = spec.choices && typeof value === 'string' ? nearestName(value, spec.choices) : null;
  return new AppError('invalid_option', {
    option: `--${flagOf(name)}`,
    expected: describeRange(spec),
    actual,
    suggestion: nearest ? `Did you mean ${nearest}?` : (ownProblem(spec, issues) ?? spec.help),
  });
}

/** Validates one value. Throws `invalid_option` with the option's name and range. */
export function parseOptionValue(name: string, spec: OptionSpec, value: unknown): unknown {
  const parsed = spec.schema.safeParse(value);
  if (!parsed.success) throw invalid(name, spec, value, parsed.error.issues);
  return parsed.data;
}

/** Validates one command-line text. Throws `invalid_option` that quotes the text as typed. */
export function parseOptionText(name: string, spec: OptionSpec, text: string): unknown {
  const parsed = spec.schema.safeParse(spec.fromText(text));
  if (!parsed.success) throw invalid(name, spec, text, parsed.error.issues);
  return parsed.data;
}

/**
 * Validates given values against a table and fills in the defaults.
 * @param given values by camelCase name; undefined means "not given"
 * @throws AppError `unknown_option` or `invalid_option`
 */
export function resolveOptions<T extends OptionTable>(
  table: T,
  given: Readonly<Record<string, unknown>>,
): OptionValues<T> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(table, name)) throw unknownOption(name, Object.keys(table));
  }
  const values = Object.entries(table).map(([name, spec]): [string, unknown] => {
    const value = given[name];
    return [name, value === undefined ? spec.default : parseOptionValue(name, spec, value)];
  });
  return Object.fromEntries(values) as OptionValues<T>;
}
