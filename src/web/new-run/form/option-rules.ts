import { ANALYZE_OPTIONS } from '../../../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../../../contract/criteria-options.ts';
import type { FeaturesAnswer, OptionFactsView } from '../../../contract/http.ts';
import type { OptionSpec, OptionTable } from '../../../contract/option-spec.ts';
import { describeRange } from '../../../contract/option-text.ts';

/** Option values by camelCase name. */
export type Values = Readonly<Record<string, unknown>>;

const TABLE: OptionTable = { ...ANALYZE_OPTIONS, ...CRITERIA_OPTIONS };

/** The contract's entry for an option, which holds its schema. */
export function specOf(name: string): OptionSpec | null {
  return (Object.hasOwn(TABLE, name) && TABLE[name]) || null;
}

/** Whether two option values are the same; weights are lists. */
export function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The value of an option in a form: given, or the default. */
export function currentValue(facts: OptionFactsView, given: Values): unknown {
  return Object.hasOwn(given, facts.name) ? given[facts.name] : facts.default;
}

const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value === true);

/** Whether faces are looked for: what only makes sense with them turns them on, as in the contract. */
export function findsFaces(given: Values): boolean {
  return ['enableFaceFilter', 'preFilterFace', 'faceRef', 'faceRefImg'].some((name) => isGiven(given[name]));
}

/** Whether a subject is followed: pointing at one turns it on, as in the contract. */
export function followsSubject(given: Values): boolean {
  return ['enableSubjectMask', 'subjectBox', 'subjectPoint'].some((name) => isGiven(given[name]));
}

/** Whether an option has an effect under the values of the others. */
export function applies(facts: OptionFactsView, options: readonly OptionFactsView[], given: Values): boolean {
  const when = facts.applies_when;
  if (!when) return true;
  const other = options.find(({ name }) => name === when.option);
  const implied = when.option === 'enableFaceFilter' && findsFaces(given);
  const value = implied ? true : other ? currentValue(other, given) : undefined;
  return when.values.some((wanted) => wanted === value);
}

/** The given values that have an effect and differ from the defaults: what a run is created with. */
export function effectiveValues(options: readonly OptionFactsView[], given: Values): Values {
  const effective = options.filter(
    (facts) => applies(facts, options, given) && !sameValue(currentValue(facts, given), facts.default),
  );
  return Object.fromEntries(effective.map((facts) => [facts.name, currentValue(facts, given)]));
}

/** What is wrong with a value, in the contract's words; null = nothing. */
export function problemOf(name: string, value: unknown): string | null {
  const spec = specOf(name);
  // An option that this page does not know is judged by the server.
  if (!spec || spec.schema.safeParse(value).success) return null;
  return `Must be ${describeRange(spec)}`;
}

/** A part of the page that this machine lacks. */
export interface MissingFeature {
  /** Why, as a sentence. */
  readonly reason: string;
  /** How to get it, as a sentence; empty where it is not known. */
  readonly enable: string;
}

/** The words of the report as a sentence. */
function sentence(text: string): string {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return trimmed === '' || /[.!?]$/.test(trimmed) ? capital : `${capital}.`;
}

/** A feature as the machine has it; null = it works here, or nothing is known yet. */
export function missingFeature(features: FeaturesAnswer | undefined, name: string): MissingFeature | null {
  const entry = Object.entries(features?.features ?? {}).find(([feature]) => feature === name);
  if (!entry || entry[1].available) return null;
  const { reason, enable } = entry[1];
  return { reason: sentence(reason ?? 'It does not work on this machine'), enable: sentence(enable ?? '') };
}

/** Why an option cannot be used here: an option belongs to a feature that has its own or its section's name. */
export function missingFor(
  features: FeaturesAnswer | undefined,
  { name, section }: OptionFactsView,
): MissingFeature | null {
  return missingFeature(features, name) ?? missingFeature(features, section);
}
