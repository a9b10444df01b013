import { useSyncExternalStore } from 'react';
import type { Observable } from './observable.ts';

/** The value of an observable; the component is drawn again whenever it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, () => observable.value);
}

/** A part of the value; the component is drawn again only when that part is another one (`Object.is`). */
export function useObservedPart<T, P>(observable: Observable<T>, pick: (value: T) => P): P {
  return useSyncExternalStore(observable.subscribe, () => pick(observable.value));
}
