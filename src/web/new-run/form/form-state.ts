import type { OptionFactsView } from '../../../contract/http.ts';
import { currentValue, problemOf, sameValue, type Values } from './option-rules.ts';

/** What stands in a field and cannot be used: the text as typed and what is wrong with it. */
export interface Draft {
  readonly typed: unknown;
  readonly problem: string;
}

/** What a person has set on the New run page. */
export interface FormState {
  /** Absolute path or address; null = not chosen yet. */
  readonly source: string | null;
  /** Which videos of a list, by their places from 0; null = all that are shown. */
  readonly picked: readonly number[] | null;
  /** Options that differ from the defaults. */
  readonly given: Values;
  /** Fields with something that cannot be used, by option name. */
  readonly drafts: Readonly<Record<string, Draft>>;
}

/** Nothing chosen, everything at its default. */
export const EMPTY_FORM: FormState = { source: null, picked: null, given: {}, drafts: {} };

function without<T>(
  record: Readonly<Record<string, T>>,
  names: readonly string[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

/** Sets an option; a value that the contract refuses stays a draft, and the option what it was. */
export function withValue(state: FormState, facts: OptionFactsView, value: unknown): FormState {
  const { name } = facts;
  const problem = problemOf(name, value);
  if (problem) return { ...state, drafts: { ...state.drafts, [name]: { typed: value, problem } } };
  const drafts = without(state.drafts, [name]);
  const rest = without(state.given, [name]);
  return { ...state, drafts, given: sameValue(value, facts.default) ? rest : { ...rest, [name]: value } };
}

/** Back to the defaults of some options. */
export function withoutOptions(state: FormState, names: readonly string[]): FormState {
  return { ...state, given: without(state.given, names), drafts: without(state.drafts, names) };
}

/**
 * Exactly these options, as a preset or a run has them; what the form does not show or the contract refuses is left
 * out.
 */
export function withOptions(
  state: FormState,
  options: readonly OptionFactsView[],
  values: Values,
): FormState {
  const usable = options.filter(({ name }) => Object.hasOwn(values, name) && !problemOf(name, values[name]));
  const start: FormState = { ...state, given: {}, drafts: {} };
  return usable.reduce((form, facts) => withValue(form, facts, values[facts.name]), start);
}

/** Whether an option is not at its default. */
export function isChanged(state: FormState, facts: OptionFactsView): boolean {
  return (
    Object.hasOwn(state.drafts, facts.name) || !sameValue(currentValue(facts, state.given), facts.default)
  );
}
