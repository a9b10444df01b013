import { createHash } from 'node:crypto';
import { ANALYZE_OPTIONS, type AnalyzeOptions } from '../contract/analyze-options.ts';
import type { OptionSpec, OptionTable } from '../contract/option-spec.ts';
import { SCHEMA_VERSION, type Source } from '../contract/run-files.ts';
import { shotFactsOf } from './shots/shot-facts.ts';

/** The options that shape the result and apply to the chosen method, in the order of the table. */
export function shapingOptions(options: AnalyzeOptions): Record<string, unknown> {
  const table: OptionTable = ANALYZE_OPTIONS;
  const values: Readonly<Record<string, unknown>> = options;
  const applies = ({ appliesWhen }: OptionSpec) =>
    appliesWhen === undefined || appliesWhen.values.some((value) => value === values[appliesWhen.option]);
  return Object.fromEntries(
    Object.entries(table)
      .filter(([, spec]) => spec.shapesResult && applies(spec))
      .map(([name]) => [name, values[name]]),
  );
}

/**
 * SHA-256 over the source's contents and the options that shape the result; 64 hexadecimal digits.
 * @param recogniser SHA-256 of the model that describes faces, where faces are looked for
 * @param tracker hash of the model that follows the subject, where masks are made
 */
export function configHash(
  source: Source,
  options: AnalyzeOptions,
  recogniser: string | null = null,
  tracker: string | null = null,
): string {
  const shots = shotFactsOf(source, options);
  const config = {
    schema_version: SCHEMA_VERSION,
    source: source.fingerprint,
    options: shapingOptions(options),
    ...(recogniser !== null && { recogniser }),
    ...(tracker !== null && { tracker }),
    ...(shots && { shots }),
  };
  return createHash('sha256').update(JSON.stringify(config)).digest('hex');
}
