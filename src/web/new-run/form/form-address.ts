import type { OptionFactsView } from '../../../contract/http.ts';
import { EMPTY_FORM, type FormState, withOptions } from './form-state.ts';
import { specOf } from './option-rules.ts';

/** Name of the source in the address; no option has it. */
const SOURCE = 'source';

function valueToText(value: unknown): string {
  if (value === null) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

function textToValue(facts: OptionFactsView, text: string): unknown {
  if (facts.optional && text === '') return null;
  if (facts.kind === 'switch') return text === 'true' ? true : text === 'false' ? false : text;
  return specOf(facts.name)?.fromText(text) ?? text;
}

/** The query of the page's address: source and options that differ, readable: `source=/v.mp4&method=all`. */
export function formToSearch({ source, given }: FormState): string {
  const search = new URLSearchParams();
  if (source !== null) search.set(SOURCE, source);
  for (const [name, value] of Object.entries(given)) search.set(name, valueToText(value));
  return search.toString();
}

/** The form that an address describes; names and values that do not exist are left out. */
export function formFromSearch(search: string, options: readonly OptionFactsView[]): FormState {
  const query = new URLSearchParams(search);
  const values = options
    .filter(({ name }) => query.has(name))
    .map((facts): [string, unknown] => [facts.name, textToValue(facts, query.get(facts.name) ?? '')]);
  const source = query.get(SOURCE) || null;
  return withOptions({ ...EMPTY_FORM, source }, options, Object.fromEntries(values));
}

/** Address of the New run page with a source and options, to begin a run like another one. */
export function newRunAddress(source: string | null, given: Readonly<Record<string, unknown>>): string {
  const search = formToSearch({ source, given, drafts: {} });
  return search ? `/new?${search}` : '/new';
}
