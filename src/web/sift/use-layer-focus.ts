import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus into a layer that opens, and back to where it was when the layer closes. */
export function useLayerFocus<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      const grid = document.querySelector<HTMLElement>('[role="grid"]');
      const target =
        before instanceof HTMLElement && before.isConnected && before !== document.body ? before : grid;
      // What lay below was inert until this very change.
      requestAnimationFrame(() => target?.focus({ preventScroll: true }));
    };
  }, []);
  return ref;
}
