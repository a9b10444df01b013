import type { OptionFactsView } from '../../../contract/http.ts';
import { pickedFromText, pickedText } from '../site/picked.ts';
import { EMPTY_FORM, type FormState, withOptions } from './form-state.ts';
import { specOf } from './option-rules.ts';

/** Names of the source and of the chosen videos of a list in the address; no option has them. */
const SOURCE = 'source';
const ENTRIES = 'entries';

const isTexts = (name: string) => specOf(name)?.kind === 'texts';

/** A value as it stands in the address; texts such as paths stand there one by one. */
function valueToTexts(name: string, value: unknown): string[] {
  if (isTexts(name) && Array.isArray(value)) return value.map(String);
  return [valueToText(value)];
}

function valueToText(value: unknown): string {
  if (value === null) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

function textToValue(facts: OptionFactsView, text: string): unknown {
  if (facts.optional && text === '') return null;
  if (facts.kind === 'switch') return text === 'true' ? true : text === 'false' ? false : text;
  return specOf(facts.name)?.fromText(text) ?? text;
}

/**
 * The query of the page's address: source, chosen videos of a list, and options that differ; readable:
 * `source=/v.mp4&method=all`.
 */
export function formToSearch({ source, picked, given }: FormState): string {
  const search = new URLSearchParams();
  if (source !== null) search.set(SOURCE, source);
  if (source !== null && picked !== null) search.set(ENTRIES, pickedText(picked));
  for (const [name, value] of Object.entries(given)) {
    for (const text of valueToTexts(name, value)) search.append(name, text);
  }
  return search.toString();
}

/** The form that an address describes; names and values that do not exist are left out. */
export function formFromSearch(search: string, options: readonly OptionFactsView[]): FormState {
  const query = new URLSearchParams(search);
  const values = options
    .filter(({ name }) => query.has(name))
    .map((facts): [string, unknown] => [
      facts.name,
      isTexts(facts.name) ? query.getAll(facts.name) : textToValue(facts, query.get(facts.name) ?? ''),
    ]);
  const source = query.get(SOURCE) || null;
  const picked = source === null ? null : pickedFromText(query.get(ENTRIES));
  return withOptions({ ...EMPTY_FORM, source, picked }, options, Object.fromEntries(values));
}

/** Address of the New run page with a source and options, to begin a run like another one. */
export function newRunAddress(source: string | null, given: Readonly<Record<string, unknown>>): string {
  const search = formToSearch({ ...EMPTY_FORM, source, given });
  return search ? `/new?${search}` : '/new';
}
