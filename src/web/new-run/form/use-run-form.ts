import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import type { OptionFactsView } from '../../../contract/http.ts';
import { formFromSearch, formToSearch } from './form-address.ts';
import { type FormState, withOptions, withoutOptions, withValue } from './form-state.ts';
import type { Values } from './option-rules.ts';

/** Typing does not change the address with every key: browsers limit how often it may change, milliseconds. */
const ADDRESS_MS = 300;

/** The form of the New run page and what can be done with it. */
export interface RunForm {
  readonly options: readonly OptionFactsView[];
  readonly state: FormState;
  /** Sets an option; what the contract refuses stays in the field, with the reason. */
  readonly set: (facts: OptionFactsView, value: unknown) => void;
  /** Back to the defaults of some options. */
  readonly reset: (names: readonly string[]) => void;
  /** Exactly these options. */
  readonly load: (values: Values) => void;
  readonly setSource: (source: string | null) => void;
  /** Chooses videos of a list by their places from 0; null = all. */
  readonly pick: (places: readonly number[] | null) => void;
  /** Writes the address now, before the page is left. */
  readonly keepAddress: () => void;
}

function writeAddress(search: string, push: boolean): void {
  const address = search ? `/new?${search}` : '/new';
  if (push) window.history.pushState(null, '', address);
  else window.history.replaceState(null, '', address);
}

/**
 * The form, kept in the page's address: reloading, Back and a copied address bring it back. Choosing another source
 * is a step in the history, changing an option is not.
 */
export function useRunForm(options: readonly OptionFactsView[]): RunForm {
  const search = useSearch();
  const [state, setState] = useState(() => formFromSearch(search, options));
  /** The search that the state belongs to: any other one came from outside (Back, a link). */
  const written = useRef(search);

  useEffect(() => {
    if (search === written.current) return;
    written.current = search;
    setState(formFromSearch(search, options));
  }, [search, options]);

  const wanted = formToSearch(state);
  const keepAddress = useMemo(
    () => () => {
      if (wanted === written.current || window.location.pathname !== '/new') return;
      const before = new URLSearchParams(written.current).get('source');
      written.current = wanted;
      writeAddress(wanted, before !== new URLSearchParams(wanted).get('source'));
    },
    [wanted],
  );
  useEffect(() => {
    const timer = setTimeout(keepAddress, ADDRESS_MS);
    return () => clearTimeout(timer);
  }, [keepAddress]);

  return useMemo(
    () => ({
      options,
      state,
      set: (facts, value) => setState((form) => withValue(form, facts, value)),
      reset: (names) => setState((form) => withoutOptions(form, names)),
      load: (values) => setState((form) => withOptions(form, options, values)),
      setSource: (source) => setState((form) => ({ ...form, source, picked: null })),
      pick: (picked) => setState((form) => ({ ...form, picked })),
      keepAddress,
    }),
    [options, state, keepAddress],
  );
}
