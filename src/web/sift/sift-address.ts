import { CRITERIA_NAMES, criteriaToQuery } from './model/criteria-query.ts';
import { viewToQuery } from './model/view-state.ts';
import type { Sift } from './sift.ts';

/** Browsers limit how often the address may change, milliseconds. */
const REST_MS = 300;
const VIEW_NAMES = ['sort', 'order', 'dropped', 'reason', 'marks', 'frame'];

/** The address of what is seen: limits under the names of the flags, the view, and the focused frame. */
function addressOf({ model, attention }: Sift): string {
  const query = new URLSearchParams(location.search);
  for (const name of [...CRITERIA_NAMES, ...VIEW_NAMES]) query.delete(name);
  for (const [name, value] of criteriaToQuery(model.settled.value, model.runWeights)) query.set(name, value);
  for (const [name, value] of viewToQuery(model.view.value)) query.set(name, value);
  const frame = model.data.numberOf(attention.focus.value);
  if (frame >= 0) query.set('frame', String(frame));
  const text = query.toString().replaceAll('%2C', ',');
  return text === '' ? location.pathname : `${location.pathname}?${text}`;
}

/** Keeps the address up to date, so that reloading or a copied address brings everything back; returns its end. */
export function keepAddress(sift: Sift): () => void {
  const { pathname } = location;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const address = addressOf(sift);
    const left = location.pathname !== pathname;
    if (!left && address !== location.pathname + location.search) history.replaceState(null, '', address);
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  };
  // Closing or reloading the page right after a change must not lose it.
  const now = (): void => {
    if (timer !== undefined) write();
  };
  const { model, attention } = sift;
  const ends = [model.settled, model.view, attention.focus].map((observable) => observable.subscribe(later));
  addEventListener('pagehide', now);
  return () => {
    now();
    removeEventListener('pagehide', now);
    for (const end of ends) end();
  };
}
