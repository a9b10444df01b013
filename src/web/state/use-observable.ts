import { useSyncExternalStore } from 'react';
import type { Observable } from './observable.ts';

/** The value of an observable; the component is drawn again whenever it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, () => observable.value);
}
